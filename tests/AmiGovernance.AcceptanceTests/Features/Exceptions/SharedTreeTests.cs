using AmiGovernance.AcceptanceTests.Support;

namespace AmiGovernance.AcceptanceTests.Features.Exceptions;

/// <summary>Several people, or jobs, ask in one working tree at once; and whatever git refuses leaves nothing behind.</summary>
public sealed class SharedTreeTests : IDisposable
{
    private readonly ExceptionBench bench = ExceptionBench.FromStart();

    public void Dispose() => bench.Dispose();

    private (int ExitCode, string Out, string Error) Ask(string ticket) =>
        bench.Git.Amigov("exception", "request", ticket, "--from", "runbook-form.txt");

    private string Status => bench.Git.Git("status", "--porcelain", "--", "requests");

    [Fact]
    public void Requests_at_the_same_time_wait_for_each_other()
    {
        string[] tickets = [.. Enumerable.Range(1, 6).Select(i => $"CLOUD-{i}")];
        var answers = new (int ExitCode, string Out, string Error)[tickets.Length];
        Parallel.For(
            0,
            tickets.Length,
            new ParallelOptions { MaxDegreeOfParallelism = tickets.Length },
            i => answers[i] = Ask(tickets[i])
        );
        Assert.All(answers, a => Assert.True(a.ExitCode == 0, a.Error));
        Assert.Equal("", Status);
        Assert.Equal(
            tickets.Select(t => $"requests/{t}.json"),
            bench
                .Git.Git("ls-tree", "-r", "--name-only", "HEAD", "--", "requests/")
                .Split('\n')
                .Where(f => f.EndsWith(".json", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Of_two_requests_for_one_ticket_one_is_told_of_the_other()
    {
        var answers = new (int ExitCode, string Out, string Error)[2];
        Parallel.For(0, 2, i => answers[i] = Ask("CLOUD-1"));
        Assert.Equal([0, 1], answers.Select(a => a.ExitCode).Order());
        Assert.Contains(
            "there is a request `CLOUD-1` already",
            answers.Single(a => a.ExitCode == 1).Error,
            StringComparison.Ordinal
        );
        Assert.Equal("", Status);
    }

    [Fact]
    public void Another_program_that_holds_the_index_is_waited_for()
    {
        bench.Git.Write(".git/index.lock", "");
        var waits = 0;
        bench.Git.AwaitTurn = () =>
        {
            waits++;
            if (waits == 2)
                File.Delete(Path.Combine(bench.Git.Path, ".git", "index.lock"));
        };
        var (exitCode, _, error) = Ask("CLOUD-1");
        Assert.True(exitCode == 0, error);
        Assert.Equal(2, waits);
    }

    [Fact]
    public void A_commit_that_a_hook_refuses_leaves_nothing_behind()
    {
        RefuseCommits();
        var (exitCode, _, error) = Ask("CLOUD-1");
        Assert.Equal(1, exitCode);
        Assert.Contains("not today", error, StringComparison.Ordinal);
        Assert.Equal("", Status);
        Assert.False(File.Exists(Path.Combine(bench.Git.Path, "requests", "CLOUD-1.json")));
    }

    [Fact]
    public void So_does_an_approval_of_the_list()
    {
        bench.Git.Git("checkout", "--quiet", "-b", "list");
        bench.Git.Write(
            "config/approvers.json",
            ExceptionSamples.Approvers.Replace(
                "\"alex\": {",
                """
                "mal": { "name": "Mal O", "emails": ["mal@company.com"] }, "alex": {
                """,
                StringComparison.Ordinal
            )
        );
        bench.Git.CommitAll("somebody new");
        RefuseCommits();
        var (exitCode, _, error) = bench
            .Git.As("Sam Rivera", "sam@company.com")
            .Amigov("exception", "approve-approvers", "--reason", "new in the team");
        Assert.Equal(1, exitCode);
        Assert.Contains("not today", error, StringComparison.Ordinal);
        Assert.Contains("the approval was not written", error, StringComparison.Ordinal);
        Assert.Equal("", bench.Git.Git("status", "--porcelain"));
    }

    private void RefuseCommits()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "hooks are scripts");
        bench.Git.Write(".git/hooks/pre-commit", "#!/bin/sh\necho not today >&2\nexit 1\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(
                Path.Combine(bench.Git.Path, ".git", "hooks", "pre-commit"),
                UnixFileMode.UserRead | UnixFileMode.UserExecute
            );
    }
}
