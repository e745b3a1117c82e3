using System.Security.Cryptography;
using AmiGovernance.AcceptanceTests.Support;

namespace AmiGovernance.AcceptanceTests.Features;

/// <summary>What `init` writes, under git and a shell.</summary>
public sealed class InitializedRepositoryTests : IDisposable
{
    private readonly GitSandbox git = new();

    private string Tools => Path.Combine(git.Path, "..", "tools");

    public void Dispose() => git.Dispose();

    /// <summary>Before anybody has asked for anything, nothing rests on a history.</summary>
    [Fact]
    public void A_new_repository_is_valid_before_git_knows_it_and_not_once_somebody_asked()
    {
        Init();
        Directory.Move(Path.Combine(git.Path, ".git"), Path.Combine(git.Path, "..", "gone"));
        var (exitCode, _, error) = git.Amigov("validate");
        Assert.Equal(0, exitCode);
        Assert.Contains("warning AMI0630: fatal: not a git repository", error, StringComparison.Ordinal);
        git.Write("requests/CLOUD-1.json", "{}");
        Assert.Equal(1, git.Amigov("validate").ExitCode);
    }

    private void Init(params string[] more) =>
        git.Demand(["init", ".", "--yes", "--ops-account", "123456738923", .. more]);

    /// <summary>An archive with a program that says that it is amigov; its checksum.</summary>
    private string Archive(string path)
    {
        git.Write("amigov", "#!/bin/sh\necho amigov 0.1.0\n");
        Tool.Run(
            "sh",
            ["-c", $"chmod +x amigov && mkdir -p $(dirname {path}) && tar -czf {path} amigov && rm amigov"],
            folder: git.Path
        );
        return Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(git.Path, path))));
    }

    private string Install() =>
        Tool.Run("sh", ["-c", $"sh .ci/install-amigov.sh '{Tools}' 2>&1 || echo failed"], folder: git.Path);

    [Fact]
    public void CI_fails_until_it_is_said_which_amigov_it_uses()
    {
        Init();
        Assert.Equal(
            ".ci/install-amigov.sh: say in this file which amigov is used: fill in source and sha256\nfailed\n",
            Install()
        );
        Assert.False(Directory.Exists(Tools));
    }

    [Fact]
    public void The_archive_with_the_checksum_is_installed_and_no_other()
    {
        var sha256 = Archive("third_party/amigov.tar.gz");
        Init("--amigov-source", "third_party/amigov.tar.gz", "--amigov-sha256", sha256.ToUpperInvariant());
        Assert.EndsWith("amigov 0.1.0\n", Install(), StringComparison.Ordinal);

        Directory.Delete(Tools, recursive: true);
        File.AppendAllText(Path.Combine(git.Path, "third_party/amigov.tar.gz"), "x");
        var refused = Install();
        Assert.EndsWith("failed\n", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("amigov 0.1.0", refused, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Tools, "amigov")));
    }

    /// <summary>On Windows git turns the ends of lines by default; then a request would not be what was approved.</summary>
    [Theory]
    [InlineData("requests/CLOUD-1.json")]
    [InlineData("requests/CLOUD-1/2026-01-03T120000Z-approved-security-lead.json")]
    [InlineData("config/approvers.json")]
    [InlineData("config/approver_changes/1.json")]
    [InlineData("dist/scp-ami-guardrail.json")]
    [InlineData("deployments/1.jsonl")]
    public void Git_changes_nothing_in_what_is_hashed_or_signed(string path)
    {
        Init();
        const string Text = "{\n}\r\n";
        git.Write(path, Text);
        git.Git("config", "core.autocrlf", "true");
        git.CommitAll("start");
        File.Delete(Path.Combine(git.Path, path));
        git.Git("checkout", "--", path);
        Assert.Equal(Text, git.Read(path));
    }

    [Fact]
    public void Everything_on_which_approvals_rest_has_owners_once_people_are_entered()
    {
        Init();
        var approvers = git.Read("config/approvers.json")
            .Replace(
                "\"people\": {}",
                """ "people": { "sam": { "name": "Sam Rivera", "emails": ["sam@company.com"], "handle": "@srivera" } } """,
                StringComparison.Ordinal
            )
            .Replace("\"security_lead\": []", "\"security_lead\": [\"sam\"]", StringComparison.Ordinal);
        git.Write("config/approvers.json", approvers);
        var (exitCode, _, error) = git.Amigov("exception", "codeowners");
        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("AMI0638", error, StringComparison.Ordinal);
        var lines = git.Read("CODEOWNERS").Split('\n');
        string[] owned =
        [
            "/requests/",
            "/config/",
            "/dist/",
            "/deployments/",
            "/facts/",
            "/triage/",
            "/reminders/",
            "/.gitattributes",
            "/.github/",
            "/.gitlab-ci.yml",
            "/.ci/",
            "/CODEOWNERS",
        ];
        Assert.All(owned, path => Assert.Contains($"{path} @srivera", lines));
    }
}
