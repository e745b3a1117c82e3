using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Cli.Adapters.Git;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.AcceptanceTests.Features.Watch;

/// <summary>The clone of a watch, with git itself and a remote that people push to.</summary>
public sealed class WatchedRepositoryTests : IDisposable
{
    private const string Config = "config/ami_publishers.json";

    private readonly GitSandbox people = new();
    private readonly DirectoryInfo clone = Directory.CreateTempSubdirectory("amigov-watch-");
    private readonly GitRepository commits;

    public WatchedRepositoryTests()
    {
        Merge(Config, "one\n");
        Tool.Run("git", ["clone", "--quiet", people.Remote, clone.FullName], folder: people.Path);
        commits = new GitRepository(clone.FullName, TimeProvider.System, mayPrompt: false);
        Watched = Open();
    }

    private GitWatchedRepository Watched { get; }

    private GitWatchedRepository Open() => new(clone.FullName, "main", new DiskFileStore(clone.FullName), commits);

    private string Merge(string path, string text)
    {
        people.Write(path, text);
        people.Git("add", "--all");
        people.Git("commit", "--quiet", "--message", path);
        people.Git("push", "--quiet", "origin", "HEAD:refs/heads/main");
        return people.Git("rev-parse", "HEAD");
    }

    private string At(string path) => File.ReadAllText(Path.Combine(clone.FullName, path));

    private void Record(string name)
    {
        Directory.CreateDirectory(Path.Combine(clone.FullName, "deployments"));
        File.WriteAllText(Path.Combine(clone.FullName, "deployments", name), "{}\n");
    }

    [Fact]
    public void What_is_merged_is_taken_over()
    {
        Watched.Refresh();
        var merged = Merge(Config, "two\n");
        Watched.Refresh();
        Assert.Equal((merged, "two\n"), (Watched.Head, At(Config)));
    }

    [Fact]
    public void What_is_recorded_is_pushed_also_when_somebody_merged_meanwhile()
    {
        Watched.Refresh();
        Record("0001-a.jsonl");
        Merge(Config, "two\n");
        Watched.Publish("chore: Record");
        people.Git("fetch", "--quiet", "origin");
        Assert.Equal("{}", people.Git("show", "origin/main:deployments/0001-a.jsonl"));
        Assert.Equal("two", people.Git("show", $"origin/main:{Config}"));
        Assert.Equal(people.Git("rev-parse", "origin/main"), Watched.Head);
    }

    [Fact]
    public void Nothing_is_pushed_when_nothing_was_recorded()
    {
        Watched.Refresh();
        var head = Watched.Head;
        Watched.Publish("chore: Record");
        Watched.Refresh();
        Assert.Equal(head, Watched.Head);
    }

    [Fact]
    public void What_could_not_be_pushed_is_pushed_later()
    {
        Watched.Refresh();
        Record("0001-a.jsonl");
        var elsewhere = people.Remote + ".gone";
        Directory.Move(people.Remote, elsewhere);
        Assert.Throws<GitException>(() => Watched.Publish("chore: Record"));
        Directory.Move(elsewhere, people.Remote);
        Watched.Publish("chore: Record");
        people.Git("fetch", "--quiet", "origin");
        Assert.Equal("{}", people.Git("show", "origin/main:deployments/0001-a.jsonl"));
    }

    [Fact]
    public void A_branch_that_was_rewritten_is_refused()
    {
        Watched.Refresh();
        var head = Watched.Head;
        people.Write(Config, "other\n");
        people.Git("commit", "--quiet", "--all", "--amend", "--message", "rewritten");
        people.Git("push", "--quiet", "--force", "origin", "HEAD:refs/heads/main");
        var refused = Assert.Throws<GitException>(() => Watched.Refresh());
        Assert.Contains("was rewritten", refused.Message, StringComparison.Ordinal);
        Assert.Equal((head, "one\n"), (Watched.Head, At(Config)));
    }

    [Fact]
    public void To_a_branch_that_was_rewritten_nothing_is_pushed()
    {
        Watched.Refresh();
        Record("0001-a.jsonl");
        people.Write(Config, "other\n");
        people.Git("commit", "--quiet", "--all", "--amend", "--message", "rewritten");
        people.Git("push", "--quiet", "--force", "origin", "HEAD:refs/heads/main");
        Assert.Throws<GitException>(() => Watched.Publish("chore: Record"));
        people.Git("fetch", "--quiet", "origin");
        Assert.Equal("", people.Git("ls-tree", "-r", "--name-only", "origin/main", "--", "deployments"));
    }

    [Fact]
    public void What_contradicts_the_branch_is_not_pushed_and_stops_nothing_else()
    {
        Watched.Refresh();
        Record("0001-a.jsonl");
        Merge("deployments/0001-a.jsonl", "somebody else's\n");
        Assert.Throws<GitException>(() => Watched.Publish("chore: Record"));
        Assert.False(Directory.Exists(Path.Combine(clone.FullName, ".git", "rebase-merge")));
        Watched.Refresh();
        Assert.Equal("somebody else's\n", At("deployments/0001-a.jsonl"));
    }

    [Fact]
    public void A_commit_without_the_signature_that_is_demanded_is_refused()
    {
        using var git = new GitRepository(clone.FullName, TimeProvider.System, mayPrompt: false);
        var signed = new GitWatchedRepository(clone.FullName, "main", new DiskFileStore(clone.FullName), git)
        {
            DemandsSignature = true,
        };
        Assert.Throws<GitException>(() => signed.Refresh());
        Assert.Null(signed.Head);
    }

    [Fact]
    public void Work_that_would_be_lost_is_named_and_a_record_is_none()
    {
        Record("0001-a.jsonl");
        File.WriteAllText(Path.Combine(clone.FullName, Config), "three\n");
        Assert.Equal([Config], Watched.Uncommitted());
    }

    public void Dispose()
    {
        commits.Dispose();
        people.Dispose();
        foreach (var file in clone.EnumerateFiles("*", SearchOption.AllDirectories))
            file.IsReadOnly = false;
        clone.Delete(recursive: true);
    }

    /// <summary>git itself ends at such a name.</summary>
    [Fact]
    public void A_name_outside_the_repository_is_an_error_and_the_next_one_is_read()
    {
        Watched.Refresh();
        Assert.Throws<GitException>(() => commits.Read(Watched.Head!, "../../etc/passwd"));
        Assert.NotNull(commits.Read(Watched.Head!, Config));
    }

    [Fact]
    public void A_branch_that_was_rewritten_is_refused_by_another_process_too()
    {
        Watched.Refresh();
        var known = Merge(Config, "two\n");
        Watched.Refresh();
        people.Git("push", "--quiet", "--force", "origin", $"{known}~1:refs/heads/main");
        var next = Open();
        var refused = Assert.Throws<GitException>(() => next.Refresh(known));
        Assert.Contains("was rewritten", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Else the watch would refuse its own commit from the next look on.</summary>
    [Fact]
    public void Where_a_signature_is_demanded_what_is_recorded_has_one_too()
    {
        var key = Path.Combine(people.Path, "..", $"{Path.GetFileName(people.Path)}-key");
        Tool.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key], folder: people.Path);
        var signers = $"{key}-signers";
        File.WriteAllText(signers, $"* {File.ReadAllText($"{key}.pub")}");
        foreach (var folder in (string[])[people.Path, clone.FullName])
        foreach (var (name, value) in SigningWith(key, signers))
            Tool.Run("git", ["config", name, value], folder: folder);
        people.Git("commit", "--quiet", "--allow-empty", "--gpg-sign", "--message", "signed");
        people.Git("push", "--quiet", "origin", "HEAD:refs/heads/main");

        GitWatchedRepository Signed() =>
            new(clone.FullName, "main", new DiskFileStore(clone.FullName), commits) { DemandsSignature = true };
        var watched = Signed();
        watched.Refresh();
        Record("0001-a.jsonl");
        watched.Publish("chore: Record");
        var next = Signed();
        next.Refresh();
        Assert.Equal(watched.Head, next.Head);
    }

    private static (string Name, string Value)[] SigningWith(string key, string signers) =>
        [("gpg.format", "ssh"), ("user.signingkey", key), ("gpg.ssh.allowedSignersFile", signers)];
}
