using System.Runtime.InteropServices;
using AmiGovernance.AcceptanceTests.Support;

namespace AmiGovernance.AcceptanceTests.Packaging;

/// <summary>install.sh installs what was published and nothing else.</summary>
public sealed class InstallScriptTests : IDisposable
{
    private static readonly string Platform =
        $"linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    private readonly ReleaseFolder release = new(Platform);

    public InstallScriptTests() => release.List();

    public void Dispose() => release.Dispose();

    private void Refused(string reason, string arguments = "")
    {
        var (code, output) = release.Install(arguments);
        Assert.True(code == 1, output);
        Assert.Contains(reason, output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(release.Prefix));
    }

    private IEnumerable<string> Archives => Directory.GetFiles(release.Files, "*.tar.gz");

    [Fact]
    public void It_installs_and_lets_the_program_check_itself()
    {
        var (code, output) = release.Install();
        Assert.True(code == 0, output);
        Assert.Contains("amigov self-check --checksums", output, StringComparison.Ordinal);
        Assert.Contains("no signature was asked for", output, StringComparison.Ordinal);
        Assert.Equal("amigov --version\n", Tool.Run(Path.Combine(release.Prefix, "bin", "amigov"), ["--version"]));
        // Once more, over what is there.
        Assert.Equal(0, release.Install().ExitCode);
    }

    /// <summary>Such as for want of a newer glibc.</summary>
    [Fact]
    public void What_does_not_start_here_replaces_nothing()
    {
        Assert.Equal(0, release.Install().ExitCode);
        release.AddArchive(Platform, "exit 127");
        release.List();
        var (code, output) = release.Install();
        Assert.True(code == 1, output);
        Assert.Contains("what was installed before is still there", output, StringComparison.Ordinal);
        Assert.Equal("amigov --version\n", Tool.Run(Path.Combine(release.Prefix, "bin", "amigov"), ["--version"]));
    }

    [Fact]
    public void Help_says_what_it_takes()
    {
        var (code, output) = release.Run("install.sh --help");
        Assert.Equal(0, code);
        Assert.Contains("--minisign-key", output, StringComparison.Ordinal);
    }

    /// <summary>Who gives a key and an identity gets both checks.</summary>
    [Fact]
    public void A_key_does_not_stand_in_for_an_identity()
    {
        File.WriteAllText(release.File("key.pub"), "key");
        File.WriteAllText(release.File("SHA256SUMS.minisig"), "signature");
        foreach (var program in new[] { "minisign", "cosign" })
            release.Replace(program, "exit 0");
        Refused(
            "SHA256SUMS.sigstore.json is not to be had",
            $"--minisign-key {release.File("key.pub")} --identity workflow --issuer https://issuer.company.com"
        );
    }

    [Fact]
    public void An_archive_that_was_changed_is_refused()
    {
        foreach (var archive in Archives)
            File.AppendAllText(archive, "x");
        Refused("nothing was installed");
    }

    [Fact]
    public void An_archive_that_is_not_listed_is_refused()
    {
        File.WriteAllText(release.File("SHA256SUMS"), "");
        Refused("SHA256SUMS does not list");
    }

    [Fact]
    public void A_release_that_is_not_there_is_refused()
    {
        File.Delete(release.File("SHA256SUMS"));
        Refused("SHA256SUMS is not to be had");
    }

    [Theory]
    [InlineData("--from http://company.com")]
    [InlineData("--version ../1.0")]
    [InlineData("--identity somebody")]
    [InlineData("--unknown x")]
    [InlineData("--prefix")]
    [InlineData("--identity \"\" --issuer \"\"")]
    [InlineData("--issuer https://issuer.company.com")]
    [InlineData("--minisign-key \"\"")]
    [InlineData("--minisign-key none.pub")]
    public void A_bad_command_line_is_refused(string arguments) => Assert.Equal(2, release.Install(arguments).ExitCode);

    [Fact]
    public void With_a_key_the_list_must_be_signed_with_it()
    {
        Tool.Demand("minisign");
        var (key, secret) = (release.File("key.pub"), release.File("key"));
        Tool.Run("minisign", ["-G", "-W", "-p", key, "-s", secret]);
        Refused("SHA256SUMS.minisig is not to be had", $"--minisign-key {key}");
        Tool.Run("minisign", ["-S", "-s", secret, "-m", release.File("SHA256SUMS")]);
        Assert.Equal(0, release.Install($"--minisign-key {key}").ExitCode);
        Directory.Delete(release.Prefix, recursive: true);
        File.AppendAllText(release.File("SHA256SUMS"), "\n");
        Refused("not signed with that key", $"--minisign-key {key}");
    }

    /// <summary>cosign itself needs its transparency log; here it is a script that says yes or no.</summary>
    [Fact]
    public void With_an_identity_cosign_must_agree()
    {
        const string Asked = "--identity workflow --issuer https://issuer.company.com";
        release.Replace("cosign", "echo \"cosign $*\"; exit 1");
        Refused("SHA256SUMS.sigstore.json is not to be had", Asked);
        File.WriteAllText(release.File("SHA256SUMS.sigstore.json"), "{}");
        Refused("not signed by workflow", Asked);
        release.Replace("cosign", "echo \"cosign $*\"");
        var (code, output) = release.Install(Asked);
        Assert.True(code == 0, output);
        Assert.Contains("--certificate-identity workflow", output, StringComparison.Ordinal);
        Assert.Contains("--certificate-oidc-issuer https://issuer.company.com", output, StringComparison.Ordinal);
    }
}
