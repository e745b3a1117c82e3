using System.Text.Json;
using AmiGovernance.AcceptanceTests.Sandbox;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Generation;

namespace AmiGovernance.AcceptanceTests.Features.Watch;

/// <summary>The command of the image: deploy/watch-entrypoint.sh.</summary>
public sealed class WatchContainerTests : IAsyncLifetime
{
    private const string Host = "git.company.com";

    private WatchContainer container = null!;

    public async ValueTask InitializeAsync() => container = await WatchContainer.Start();

    public ValueTask DisposeAsync() => container.DisposeAsync();

    [Fact]
    public void It_clones_looks_and_looks_again_with_the_clone_that_is_there()
    {
        container.Deploy();
        var first = container.Enter("--once", "--name", "first");
        Assert.True(first.ExitCode == 0, first.Output);
        Assert.Contains("watches; deployed is commit", first.Output, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(container.Clone, ".git", "kept"), "");
        var second = container.Enter("--once", "--name", "first");
        Assert.True(second.ExitCode == 0, second.Output);
        Assert.True(File.Exists(Path.Combine(container.Clone, ".git", "kept")));
    }

    /// <summary>What somebody takes off is put back, and the record of it is in the repository.</summary>
    [Fact]
    public void What_it_records_it_pushes()
    {
        container.Deploy();
        var organization = container.World.Organization;
        var ours = organization
            .Policies.Where(p => p is { Type: OrganizationPolicyType.DeclarativePolicyEc2, AwsManaged: false })
            .Select(p => p.Id)
            .ToHashSet();
        Assert.NotEmpty(ours);
        container.World.Organization = organization with
        {
            Attachments = [.. organization.Attachments.Where(a => !ours.Contains(a.PolicyId))],
        };
        var (_, output) = container.Enter("--once", "--repair");
        Assert.Contains(container.World.Organization.Attachments, a => ours.Contains(a.PolicyId));
        container.People.Git("fetch", "--quiet", "origin");
        var records = container.People.Git("ls-tree", "-r", "--name-only", "origin/main", "--", "deployments");
        Assert.True(records.Split('\n').Count(r => r.EndsWith(".jsonl", StringComparison.Ordinal)) == 2, output);
    }

    /// <summary>
    /// ECS has them on an address that it names in the environment (SDKs and Tools reference guide, "Container credential provider").
    /// </summary>
    [Fact]
    public void It_has_the_credentials_of_its_task()
    {
        var key = SandboxRig.Credentials(WorldGenerator.Management).GetCredentials();
        var keys = new
        {
            AccessKeyId = key.AccessKey,
            SecretAccessKey = key.SecretKey,
            Token = "",
            Expiration = TimeProvider.System.GetUtcNow().AddHours(6),
        };
        using var ecs = new LoopbackServer(_ => (200, JsonSerializer.Serialize(keys)));
        container.Variables["AWS_ACCESS_KEY_ID"] = null;
        container.Variables["AWS_SECRET_ACCESS_KEY"] = null;
        container.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = $"{ecs.Address}/v2/credentials";
        var (code, output) = container.Enter("--once");
        Assert.True(code == 0, output);
        Assert.Equal("/v2/credentials", ecs.Seen[0].PathAndQuery);
    }

    [Fact]
    public void What_a_killed_start_has_left_is_no_clone()
    {
        Directory.CreateDirectory($"{container.Clone}.new/.git");
        var (code, output) = container.Enter("--once");
        Assert.True(code == 0, output);
        Assert.Contains("nothing is deployed yet", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AMIGOV_REMOTE is missing", "AMIGOV_REMOTE", "")]
    [InlineData("AMIGOV_REMOTE must begin with", "AMIGOV_REMOTE", "http://git.company.com/x.git")]
    [InlineData("AMIGOV_REMOTE must begin with", "AMIGOV_REMOTE", "ext::touch")]
    [InlineData("AMIGOV_REMOTE must begin with", "AMIGOV_REMOTE", "--upload-pack=touch@x:y")]
    [InlineData("AMIGOV_REMOTE must begin with", "AMIGOV_REMOTE", "/srv/x.git")]
    [InlineData(
        "AMIGOV_REMOTE has a blank or a line break",
        "AMIGOV_REMOTE",
        "https://git.company.com/x\nhelper=store"
    )]
    [InlineData("and no user or password", "AMIGOV_REMOTE", "https://me:s3cret@git.company.com/x.git")]
    [InlineData("AMIGOV_STORE is missing", "AMIGOV_STORE", "")]
    [InlineData("AMIGOV_BRANCH is no name", "AMIGOV_BRANCH", "--upload-pack=touch")]
    [InlineData("cannot clone branch none of file:///", "AMIGOV_BRANCH", "none")]
    [InlineData("AMIGOV_HOME cannot be written", "AMIGOV_HOME", "/dev/null/home")]
    [InlineData("AMIGOV_GIT_SECRET is no private key", "AMIGOV_REMOTE", "git@git.company.com:x.git")]
    [InlineData("AMIGOV_GIT_SECRET is no private key", "AMIGOV_REMOTE", "ssh://git@git.company.com/x.git")]
    public void What_cannot_be_is_refused_and_the_secret_is_not_told(string expected, string name, string value)
    {
        container.Variables["AMIGOV_GIT_SECRET"] = "s3cret";
        container.Variables[name] = value;
        var (code, output) = container.Enter("--once");
        Assert.Equal(2, code);
        Assert.Contains("watch-entrypoint: ", output, StringComparison.Ordinal);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(container.Clone));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("token\nhost=elsewhere.com")]
    public void A_token_of_several_words_or_none_is_refused(string token)
    {
        container.Variables["AMIGOV_REMOTE"] = $"https://{Host}/governance.git";
        container.Variables["AMIGOV_GIT_SECRET"] = token;
        var (code, output) = container.Enter("--once");
        Assert.Equal(2, code);
        Assert.StartsWith("watch-entrypoint: AMIGOV_GIT_SECRET ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clone_of_another_repository_is_left_alone()
    {
        Assert.Equal(0, container.Enter("--once").ExitCode);
        container.People.Git("clone", "--quiet", "--bare", container.People.Remote, $"{container.People.Remote}.other");
        container.Variables["AMIGOV_REMOTE"] = $"{container.Remote}.other";
        var (code, output) = container.Enter("--once");
        Assert.Equal(2, code);
        Assert.Contains("is a clone of another repository: remove it", output, StringComparison.Ordinal);
    }

    /// <summary>By a program in the place of ssh, which notes what it is given and reaches the repository on disk.</summary>
    [Fact]
    public void By_SSH_the_key_is_in_a_file_of_its_own_and_only_the_known_host_counts()
    {
        var key = MakeKey("");
        container.Variables["AMIGOV_REMOTE"] = $"git@{Host}:governance.git";
        // As a form on Windows sends it, and without its last line break.
        container.Variables["AMIGOV_GIT_SECRET"] = key.TrimEnd('\n').Replace("\n", "\r\n", StringComparison.Ordinal);
        container.Variables["AMIGOV_KNOWN_HOSTS"] = $"{Host} ssh-ed25519 AAAA";
        container.Replace("amigov", "git fetch origin main && env > \"$NOTES/environment\"");
        container.Replace(
            "ssh",
            $$"""
            printf '%s\n' "$@" > "$NOTES/ssh"
            while [ $# -gt 1 ]; do [ "$1" != -i ] || cp -p "$2" "$NOTES/key"; shift; done
            program=${1%% *}
            exec git "${program#git-}" '{{container.People.Remote}}'
            """
        );
        var (code, output) = container.Enter("--once");
        Assert.True(code == 0, output);
        var given = container.Note("ssh").Split('\n');
        Assert.Contains("StrictHostKeyChecking=yes", given);
        Assert.Contains($"UserKnownHostsFile=\"{container.Home}/private/known_hosts\"", given);
        Assert.Contains($"git@{Host}", given);
        Assert.Equal(key, container.Note("key"));
        Assert.Equal("600 700\n", Modes());
        Assert.DoesNotContain("PRIVATE KEY", output, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", container.Note("environment"), StringComparison.Ordinal);
    }

    private string Modes()
    {
        var folder = Path.Combine(container.Home, "private");
        return Tool.Run("stat", ["--format", "%a", Path.Combine(folder, "key"), folder])
            .Replace("\n7", " 7", StringComparison.Ordinal);
    }

    private string MakeKey(string passphrase)
    {
        Tool.Demand("ssh-keygen");
        var path = Path.Combine(container.People.Path, "key");
        Tool.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", passphrase, "-C", "watch", "-f", path]);
        return File.ReadAllText(path);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_key_that_cannot_be_used_is_refused(bool isDamaged)
    {
        var key = MakeKey("a passphrase");
        var line = key.Split('\n')[1];
        container.Variables["AMIGOV_REMOTE"] = $"git@{Host}:governance.git";
        container.Variables["AMIGOV_GIT_SECRET"] = isDamaged ? key.Replace(line, "", StringComparison.Ordinal) : key;
        container.Variables["AMIGOV_KNOWN_HOSTS"] = $"{Host} ssh-ed25519 AAAA";
        var (code, output) = container.Enter("--once");
        Assert.Equal(2, code);
        Assert.Contains("must be a private key without a passphrase: ", output, StringComparison.Ordinal);
        Assert.DoesNotContain(key.Split('\n')[2], output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_keys_of_the_host_there_is_no_SSH()
    {
        container.Variables["AMIGOV_REMOTE"] = $"git@{Host}:governance.git";
        container.Variables["AMIGOV_GIT_SECRET"] = MakeKey("");
        var (code, output) = container.Enter("--once");
        Assert.Equal((2, true), (code, output.Contains("AMIGOV_KNOWN_HOSTS is missing", StringComparison.Ordinal)));
    }

    /// <summary>git itself asks for it, as it does at a fetch.</summary>
    [Fact]
    public void By_https_the_token_is_for_its_host_alone()
    {
        var remote = $"https://{Host}/cloud/governance.git";
        Tool.Run("git", ["clone", "--quiet", container.People.Remote, container.Clone]);
        Tool.Run("git", ["remote", "set-url", "origin", remote], folder: container.Clone);
        container.Variables["AMIGOV_REMOTE"] = remote;
        container.Variables["AMIGOV_GIT_SECRET"] = "s3cret";
        container.Replace(
            "amigov",
            $$"""
            printf 'protocol=https\nhost={{Host}}\npath=cloud/governance.git\n\n' | git credential fill > "$NOTES/own"
            printf 'protocol=https\nhost=elsewhere.com\n\n' | git credential fill > "$NOTES/other" 2>&1
            env > "$NOTES/environment"
            """
        );
        var (code, output) = container.Enter("--once");
        Assert.True(code == 0, output);
        Assert.Contains("username=x-access-token\npassword=s3cret\n", container.Note("own"), StringComparison.Ordinal);
        foreach (var text in (string[])[output, container.Note("other"), container.Note("environment")])
            Assert.DoesNotContain("s3cret", text, StringComparison.Ordinal);
    }
}
