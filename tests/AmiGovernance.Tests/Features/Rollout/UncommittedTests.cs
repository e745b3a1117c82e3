using AmiGovernance.Core.Features.Rollout.Deploy;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Tests.Features.Rollout;

/// <summary>What is deployed and is in nobody's history is named.</summary>
public sealed class UncommittedTests
{
    private static (InMemoryFileStore Files, InMemoryGit Git) Committed()
    {
        using var amigov = new Amigov().With(Samples.ConfigPath, "{}").With("dist/scp.json", "{}").As("A", "a@x.com");
        amigov.Git!.CommitAll("first");
        return (amigov.Files, amigov.Git);
    }

    private static string? Warning(ICommitReader git) =>
        new FindUncommitted(git).Run(Samples.ConfigPath, "dist")?.Message;

    [Fact]
    public void What_is_committed_is_not_spoken_of()
    {
        var (files, git) = Committed();
        files.Files["notes.txt"] = [1];
        Assert.Null(Warning(git));
    }

    [Fact]
    public void Files_that_differ_or_are_new_are_named()
    {
        var (files, git) = Committed();
        files.Files["dist/scp.json"] = [1];
        Assert.Equal("what is deployed is not what is committed: dist/scp.json differs from HEAD", Warning(git));
        files.Files["dist/new.json"] = [1];
        files.Files[Samples.ConfigPath] = [1];
        Assert.Equal(
            "what is deployed is not what is committed:"
                + " config/ami_publishers.json, dist/new.json, dist/scp.json differ from HEAD",
            Warning(git)
        );
    }

    [Fact]
    public void Without_a_commit_or_a_repository_that_is_said()
    {
        using var amigov = new Amigov().As("A", "a@x.com");
        Assert.Contains("nothing is committed yet", Warning(amigov.Git!), StringComparison.Ordinal);
        amigov.Git!.Failure = new GitException("git rev-parse", "fatal: not a git repository");
        Assert.Equal("what is deployed is in no git repository (fatal: not a git repository)", Warning(amigov.Git));
    }
}
