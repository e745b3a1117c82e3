using AmiGovernance.AcceptanceTests.Support;

namespace AmiGovernance.AcceptanceTests.Features.Exceptions;

/// <summary>Others work at the same time, and some edit by hand: nothing is lost, and the answers are clear.</summary>
public sealed class ConcurrentChangeTests : IDisposable
{
    private const string First = "exception/CLOUD-1234-account-123456789012";
    private const string Second = "exception/CLOUD-1300-account-333344445555";

    private ExceptionBench bench = ExceptionBench.FromApproval();

    public void Dispose() => bench.Dispose();

    private void FromStart()
    {
        bench.Dispose();
        bench = ExceptionBench.FromStart();
    }

    private string Fails(string code, params string[] args)
    {
        var (exitCode, _, error) = bench.Git.Amigov(args);
        Assert.Equal(1, exitCode);
        Assert.Contains(code, error, StringComparison.Ordinal);
        return error;
    }

    [Fact]
    public void Of_two_requests_at_once_the_second_is_made_anew_on_top_of_the_first()
    {
        bench.Request("CLOUD-1300", "--account", "333344445555").Approve("CLOUD-1300").Push();
        bench.Git.Demand("exception", "implement", "CLOUD-1234");
        bench.Git.Demand("exception", "implement", "CLOUD-1300");
        bench.Merge(First);
        // Both add an entry at the end of the list, so git cannot merge the second.
        Assert.ThrowsAny<Exception>(() => bench.Git.Git("merge", "--quiet", Second));
        var conflict = Assert.Single(
            Fails("AMI0647", "exception", "check").Split('\n'),
            l => l.Contains(": error ", StringComparison.Ordinal)
        );
        Assert.StartsWith($"{Samples.ConfigPath}:", conflict, StringComparison.Ordinal);
        bench.Git.Git("merge", "--abort");
        var error = Fails("AMI0634", "exception", "implement", "CLOUD-1300");
        Assert.Contains("origin/main has moved on since", error, StringComparison.Ordinal);
        bench.Git.Demand("exception", "implement", "CLOUD-1300", "--rebuild");
        bench.Merge(Second);
        Assert.Contains("\"CLOUD-1234\"", bench.Git.Read(Samples.ConfigPath), StringComparison.Ordinal);
        Assert.Contains("\"CLOUD-1300\"", bench.Git.Read(Samples.ConfigPath), StringComparison.Ordinal);
        bench.Git.Demand("validate");
        bench.Git.Demand("generate", "--check");
    }

    [Fact]
    public void The_same_command_again_finds_its_branch_and_makes_nothing_new()
    {
        bench.Git.Demand("exception", "implement", "CLOUD-1234");
        var commit = bench.Git.Git("rev-parse", First);
        bench.At("2026-01-03T13:00:00Z");
        Assert.Contains(
            $"✓ branch {First} holds this change already",
            bench.Git.Demand("exception", "implement", "CLOUD-1234"),
            StringComparison.Ordinal
        );
        // Also when the run before was ended between commit and push.
        bench.Git.Git("push", "--quiet", "origin", "--delete", First);
        Assert.Contains("✓ pushed", bench.Git.Demand("exception", "implement", "CLOUD-1234"), StringComparison.Ordinal);
        Assert.Equal(commit, bench.Git.Git("ls-remote", "origin", $"refs/heads/{First}").Split('\t')[0]);
    }

    [Fact]
    public void A_branch_that_somebody_works_on_is_not_overwritten_unasked()
    {
        bench.Git.Demand("exception", "implement", "CLOUD-1234");
        bench.Git.Git("checkout", "--quiet", First);
        Assert.Contains(
            "checked out here",
            Fails("AMI0634", "exception", "implement", "CLOUD-1234", "--rebuild"),
            StringComparison.Ordinal
        );
        bench.Git.Write("more.txt", "x");
        bench.Git.CommitAll("by hand");
        bench.Git.Git("push", "--quiet", "origin", First);
        bench.Git.Git("checkout", "--quiet", "main");
        Fails("AMI0634", "exception", "implement", "CLOUD-1234");
    }

    [Fact]
    public void Edits_in_the_working_folder_are_neither_used_nor_touched()
    {
        var edited = bench
            .Git.Read(Samples.ConfigPath)
            .Replace("InfoBlox", "InfoBlox, edited", StringComparison.Ordinal);
        bench.Git.Write(Samples.ConfigPath, edited);
        bench.Git.Demand("exception", "implement", "CLOUD-1234");
        Assert.Equal(edited, bench.Git.Read(Samples.ConfigPath));
        Assert.DoesNotContain("edited", bench.Read(First, Samples.ConfigPath), StringComparison.Ordinal);
    }

    [Fact]
    public void Policies_that_were_edited_by_hand_are_not_mended_in_passing()
    {
        bench.Git.Write("dist/scp-ami-guardrail.json", bench.Git.Read("dist/scp-ami-guardrail.json") + "\n");
        bench.Git.As("Pat Moreno", "pat@company.com").CommitAll("by hand");
        var heads = bench.Push().Git.Git("for-each-ref");
        Assert.Contains(
            "on origin/main this file is not what the configuration gives",
            Fails("AMI0633", "exception", "implement", "CLOUD-1234"),
            StringComparison.Ordinal
        );
        Assert.Equal(heads, bench.Git.Git("for-each-ref"));
    }

    [Fact]
    public void A_request_that_was_changed_after_its_approval_is_not_implemented()
    {
        FromStart();
        bench.Request("CLOUD-1234", "--days", "30").Approve("CLOUD-1234");
        bench.Git.Write(
            "requests/CLOUD-1234.json",
            bench
                .Git.Read("requests/CLOUD-1234.json")
                .Replace("\"duration_days\": 30", "\"duration_days\": 90", StringComparison.Ordinal)
        );
        bench.Git.As("Alex Kim", "alex@company.com").CommitAll("a little longer");
        Assert.Contains(
            "is not approved: `security-lead` and `cloud-architect` are missing",
            Fails("AMI0622", bench.Push() is { } ? ["exception", "implement", "CLOUD-1234"] : []),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_is_approved_here_but_not_pushed_does_not_count_yet()
    {
        FromStart();
        bench.Request("CLOUD-1234").Push().Approve("CLOUD-1234").Git.As("Pat Moreno", "pat@company.com");
        Assert.Contains(
            "push or merge the decisions first",
            Fails("AMI0622", "exception", "implement", "CLOUD-1234"),
            StringComparison.Ordinal
        );
        bench.Git.Demand("exception", "implement", "CLOUD-1234", "--base", "HEAD");
        Assert.Equal("main", bench.Git.Git("name-rev", "--name-only", $"{First}^"));
    }

    [Fact]
    public void An_entry_that_says_more_than_was_approved_fails_the_checks()
    {
        bench.Git.Demand("exception", "implement", "CLOUD-1234", "--no-push");
        bench.Merge(First);
        var config = bench.Git.Read(Samples.ConfigPath);
        bench.Git.Write(
            Samples.ConfigPath,
            config
                .Replace("\"expires_on\": \"2026-04-03\"", "\"expires_on\": \"2026-04-04\"", StringComparison.Ordinal)
                .Replace(
                    "\"approval_date\": \"2026-01-03\"",
                    "\"approval_date\": \"2026-01-04\"",
                    StringComparison.Ordinal
                )
        );
        Assert.Contains(
            "the entry ends on 2026-04-04, but only 2026-04-03 was approved",
            Fails("AMI0623", "exception", "check"),
            StringComparison.Ordinal
        );
        Fails("AMI0623", "validate");
        // An end before its time needs no approval.
        bench.Git.Write(
            Samples.ConfigPath,
            config.Replace("\"expires_on\": \"2026-04-03\"", "\"expires_on\": \"2026-03-01\"", StringComparison.Ordinal)
        );
        bench.Git.Demand("exception", "check");
        bench.Git.Write(
            Samples.ConfigPath,
            config.Replace(
                "\"notes\": \"Team",
                "\"may_create_images\": true,\n      \"notes\": \"Team",
                StringComparison.Ordinal
            )
        );
        Assert.Contains(
            "creating images was not approved",
            Fails("AMI0623", "exception", "check"),
            StringComparison.Ordinal
        );
    }
}
