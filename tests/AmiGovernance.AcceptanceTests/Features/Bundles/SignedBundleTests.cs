using System.Text;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Core.Features.Bundles;

namespace AmiGovernance.AcceptanceTests.Features.Bundles;

/// <summary>Bundles that are signed with SSH keys made here, by the `ssh-keygen` of this machine.</summary>
public sealed class SignedBundleTests : IDisposable
{
    private const string File = "amigov-bundle.json";

    private const string Signature = $"{File}.sig";

    private readonly DirectoryInfo keys = Directory.CreateTempSubdirectory("amigov-keys-");
    private readonly Amigov amigov = Amigov.OfRunbook("enabled");

    public void Dispose()
    {
        amigov.Dispose();
        keys.Delete(recursive: true);
    }

    /// <summary>The path of the private key; the public one is put among the files, as `NAME.pub`.</summary>
    private string Key(string name)
    {
        var path = Path.Combine(keys.FullName, name);
        Tool.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", path]);
        amigov.With($"{name}.pub", System.IO.File.ReadAllText($"{path}.pub"));
        return path;
    }

    /// <summary>By `ssh-keygen -l`: bits, fingerprint, comment.</summary>
    private string Fingerprint(string name) =>
        Tool.Run("ssh-keygen", ["-l", "-f", "-"], amigov.Text(name)).Split(' ')[1];

    private void Bundled(string name)
    {
        amigov.With("main.tf", "resource \"aws_instance\" \"web\" {\n  ami = \"ami-0123456789abcdef0\"\n}\n");
        var (exit, output, error) = amigov.Run("bundle", "--sign-key", Key(name));
        Assert.True(exit == 0, error);
        Assert.Contains($"signed in {Signature}", output, StringComparison.Ordinal);
    }

    private (int ExitCode, string Out, string Error) Asked(string key) =>
        amigov.Run("preflight", "main.tf", "--account", "333344445555", "--bundle", File, "--bundle-key", key);

    private void AssertRefused(string key, string because)
    {
        var (exit, output, error) = Asked(key);
        Assert.Equal(1, exit);
        Assert.Empty(output);
        Assert.Contains("AMI1131", error, StringComparison.Ordinal);
        Assert.Contains(because, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bundle_counts_by_a_public_key_and_by_allowed_signers()
    {
        Bundled("publisher");
        var byKey = Asked("publisher.pub");
        Assert.Equal(4, byKey.ExitCode);
        Assert.Contains($"signed by {Fingerprint("publisher.pub")}", byKey.Error, StringComparison.Ordinal);

        amigov.With("signers", $"platform@company.com namespaces=\"amigov-bundle\" {amigov.Text("publisher.pub")}");
        var bySigners = Asked("signers");
        Assert.Equal(byKey.Out, bySigners.Out);
        Assert.Contains("signed by platform@company.com", bySigners.Error, StringComparison.Ordinal);
    }

    /// <summary>ssh-keygen(1), ALLOWED SIGNERS: `namespaces` says what a line of the list is for.</summary>
    [Fact]
    public void A_key_may_have_a_line_for_each_purpose()
    {
        Bundled("publisher");
        var key = amigov.Text("publisher.pub").Trim();
        amigov.With(
            "signers",
            $"commits@company.com namespaces=\"git\" {key}\nbundles@company.com namespaces=\"amigov-bundle\" {key}\n"
        );
        Assert.Contains("signed by bundles@company.com", Asked("signers").Error, StringComparison.Ordinal);

        amigov.With("signers", $"a@company.com namespaces=\"git\" {key}\nb@company.com namespaces=\"file\" {key}\n");
        AssertRefused("signers", "the signature of the bundle does not count");
    }

    /// <summary>Everywhere in the file, the last byte included.</summary>
    [Fact]
    public void A_change_of_any_byte_is_refused()
    {
        Bundled("publisher");
        var whole = amigov.Files.Files[File];
        for (var at = 0; at < whole.Length; at += whole.Length / 12)
            AssertChanged(at);
        AssertChanged(whole.Length - 1);

        void AssertChanged(int at)
        {
            byte[] changed = [.. whole];
            changed[at] ^= 1;
            amigov.Files.Files[File] = changed;
            AssertRefused("publisher.pub", "the signature of the bundle does not count");
        }
    }

    [Fact]
    public void A_longer_file_is_refused()
    {
        Bundled("publisher");
        amigov.Files.Files[File] = [.. amigov.Files.Files[File], (byte)'\n'];
        AssertRefused("publisher.pub", "the signature of the bundle does not count");
    }

    [Fact]
    public void Another_key_is_refused()
    {
        Bundled("publisher");
        Key("stranger");
        AssertRefused("stranger.pub", "the signature of the bundle does not count");
    }

    /// <summary>What a key signed for git is no bundle.</summary>
    [Fact]
    public void A_signature_for_another_purpose_is_refused()
    {
        Bundled("publisher");
        var signed = Tool.Run(
            "ssh-keygen",
            ["-Y", "sign", "-q", "-n", "git", "-f", Path.Combine(keys.FullName, "publisher")],
            Encoding.UTF8.GetString(amigov.Files.Files[File])
        );
        amigov.With(Signature, signed);
        AssertRefused("publisher.pub", "namespace");
    }

    [Theory]
    [InlineData("")]
    [InlineData("no signature")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n")]
    public void A_file_that_is_no_signature_is_refused(string text)
    {
        Bundled("publisher");
        amigov.With(Signature, text);
        AssertRefused("publisher.pub", "the signature of the bundle does not count");
    }

    [Fact]
    public void Everybody_can_check_it_by_hand()
    {
        Bundled("publisher");
        var signers = Path.Combine(keys.FullName, "signers");
        var signature = Path.Combine(keys.FullName, "signature");
        System.IO.File.WriteAllText(signers, $"platform {amigov.Text("publisher.pub")}");
        System.IO.File.WriteAllText(signature, amigov.Text(Signature));
        var said = Tool.Run(
            "ssh-keygen",
            ["-Y", "verify", "-f", signers, "-I", "platform", "-n", Bundle.Purpose, "-s", signature],
            amigov.Text(File)
        );
        Assert.Contains("Good \"amigov-bundle\" signature", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_is_not_there_leaves_no_bundle()
    {
        var (exit, _, error) = amigov.Run("bundle", "--sign-key", Path.Combine(keys.FullName, "none"));
        Assert.Equal(1, exit);
        Assert.Contains("AMI1133", error, StringComparison.Ordinal);
        Assert.False(amigov.Files.Exists(File));
    }

    /// <summary>`ssh-keygen` would wait for the one, and read the other for ever.</summary>
    [Theory]
    [InlineData("/dev/zero", "it is a device")]
    [InlineData("/tmp", "it is a folder")]
    [InlineData("/none", "there is no such file")]
    [InlineData("PIPE", "it is a named pipe")]
    public void What_cannot_be_a_key_is_told(string key, string because)
    {
        if (key == "PIPE")
        {
            key = Path.Combine(keys.FullName, "pipe");
            Tool.Run("mkfifo", [key]);
        }
        var (exit, _, error) = amigov.Run("bundle", "--sign-key", key);
        Assert.Equal(1, exit);
        Assert.Contains(because, error, StringComparison.Ordinal);
        Assert.False(amigov.Files.Exists(File));
    }

    [Fact]
    public void A_private_key_is_not_taken_for_the_public_one()
    {
        Bundled("publisher");
        amigov.With("private", System.IO.File.ReadAllText(Path.Combine(keys.FullName, "publisher")));
        AssertRefused("private", "`private` holds a private key");
    }

    /// <summary>What editors leave: a byte order mark, other line ends, empty lines, remarks.</summary>
    [Fact]
    public void A_list_of_signers_may_have_what_editors_leave()
    {
        Bundled("publisher");
        var key = amigov.Text("publisher.pub").TrimEnd();
        amigov.With("signers", $"\uFEFF# ours\r\n\r\nplatform@company.com {key}\r\n\r\n");
        var run = Asked("signers");
        Assert.Contains("signed by platform@company.com", run.Error, StringComparison.Ordinal);
    }

    /// <summary>A name that differs from run to run is of no use to anybody.</summary>
    [Theory]
    [InlineData("no key at all")]
    [InlineData("a b\nc d\ne f\n")]
    public void Where_the_keys_were_put_is_not_told(string text)
    {
        Bundled("publisher");
        amigov.With("signers", text);
        AssertRefused("signers", "signers:1: ");
        Assert.DoesNotContain(Path.GetTempPath() + "amigov", Asked("signers").Error, StringComparison.Ordinal);
    }

    /// <summary>A bundle is for others: a link of the repository must not bring in what else is on this machine.</summary>
    [Theory]
    [InlineData("dist/declarative-policy-ec2.json")]
    [InlineData("dist/scp-ami-guardrail.json")]
    [InlineData("config/ami_publishers.json")]
    public void A_link_that_leads_out_is_not_followed(string path)
    {
        using var sandbox = new GitSandbox();
        foreach (var (name, bytes) in amigov.Files.Files)
            sandbox.Write(name, Encoding.UTF8.GetString(bytes));
        var secret = Path.Combine(keys.FullName, "secret");
        System.IO.File.WriteAllText(secret, sandbox.Read(path));
        System.IO.File.Delete(Path.Combine(sandbox.Path, path));
        System.IO.File.CreateSymbolicLink(Path.Combine(sandbox.Path, path), secret);
        var (exit, _, error) = sandbox.Amigov("bundle");
        Assert.Equal(1, exit);
        Assert.Contains(
            $"`{path}` cannot be read: `{path}` is a link that leads out of the repository",
            error,
            StringComparison.Ordinal
        );
        Assert.False(System.IO.File.Exists(Path.Combine(sandbox.Path, File)));
    }
}
