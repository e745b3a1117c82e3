using AmiGovernance.AcceptanceTests.Support;

namespace AmiGovernance.AcceptanceTests.Features.Exceptions;

/// <summary>The runbook's example, extended before its end, in a real git repository, with time moving on.</summary>
public sealed class RunbookExtensionTests : IDisposable
{
    private const string Branch = "exception/CLOUD-1234-account-123456789012";

    private readonly ExceptionBench bench = ExceptionBench.FromStart();

    public void Dispose() => bench.Dispose();

    private void RemindBy(SmtpSink sink)
    {
        bench.Git.Write(
            "config/exception_process.json",
            $$"""
            { "reminders": { "mail": { "host": "127.0.0.1", "port": {{sink.Port}}, "security": "none",
              "from": "ami-governance@company.com" } } }
            """
        );
        bench.Git.CommitAll("reminders");
    }

    [Fact]
    public void The_same_with_an_extension_reminded_warned_failed_and_removed_at_its_new_end()
    {
        using var sink = new SmtpSink();
        RemindBy(sink);
        bench
            .Request("CLOUD-1234", "--days", "60")
            .Approve("CLOUD-1234")
            .Push()
            .Git.Demand("exception", "implement", "CLOUD-1234");
        bench.Merge(Branch).At("2026-02-20T09:00:00Z").Git.Demand("exception", "remind", "--commit");
        Assert.All(
            sink.Mails,
            m =>
                Assert.Contains("CLOUD-1234 for account 123456789012 ends in 12 days", m.Text, StringComparison.Ordinal)
        );
        var before = sink.Mails.Count;

        bench
            .Git.As("Alex Kim", "alex@company.com")
            .Demand(
                "exception",
                "extend",
                "CLOUD-1234",
                "--days",
                "30",
                "--justification",
                "the last batch job moves in March"
            );
        bench.Approve("CLOUD-1234").Push().Git.Demand("exception", "implement", "CLOUD-1234");
        bench.Merge("exception/CLOUD-1234-extension-1-account-123456789012");
        // Of the end that is no more nobody is reminded.
        bench.At("2026-02-26T09:00:00Z").Git.Demand("exception", "remind", "--commit");
        Assert.Equal(before, sink.Mails.Count);
        bench.At("2026-03-15T09:00:00Z").Git.Demand("exception", "prune");
        bench.Merge("exception/prune-2026-03-15").Git.Demand("exception", "check");

        bench.At("2026-03-20T09:00:00Z").Git.Demand("exception", "remind", "--commit");
        Assert.Equal(2 * before, sink.Mails.Count);
        Assert.Contains(
            "CLOUD-1234 for account 123456789012 ends in 14 days",
            sink.Mails[^1].Text,
            StringComparison.Ordinal
        );
        var (warned, _, warning) = bench.Git.Amigov("exception", "check");
        Assert.Equal(
            (0, true),
            (
                warned,
                warning.Contains(
                    "the exception for account 123456789012 expires in 14 days, on 2026-04-03",
                    StringComparison.Ordinal
                )
            )
        );

        bench.At("2026-04-03T00:00:00Z");
        var (failed, verdict, _) = bench.Git.Amigov("exception", "check");
        Assert.Equal(1, failed);
        Assert.Contains(
            "Expired exceptions fail the pipeline until they are removed or extended.",
            verdict,
            StringComparison.Ordinal
        );
        bench.Git.Demand("exception", "prune");
        bench.Merge("exception/prune-2026-04-03").Git.Demand("exception", "check");
        bench.Git.Demand("validate");
        Assert.Contains(
            "\"earlier_ends\": [\n        \"2026-03-04\"\n      ]",
            bench.Git.Demand("exception", "report", "-o", "json"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_was_sent_is_told_although_it_cannot_be_committed()
    {
        using var sink = new SmtpSink();
        RemindBy(sink);
        bench.Request("CLOUD-1234", "--days", "60").Approve("CLOUD-1234").Push();
        bench.Git.Demand("exception", "implement", "CLOUD-1234");
        bench.Merge(Branch).At("2026-02-20T09:00:00Z");
        bench.Git.Write(
            ".git/config",
            bench.Git.Read(".git/config") + "[commit]\n\tgpgsign = true\n[gpg]\n\tprogram = false\n"
        );

        var (exitCode, output, error) = bench.Git.Amigov("exception", "remind", "--commit");
        Assert.Equal(1, exitCode);
        Assert.Contains("✓ mail to alex@company.com", output, StringComparison.Ordinal);
        Assert.Contains("git commit: error AMI0630", error, StringComparison.Ordinal);
        Assert.Contains("commit reminders/log.jsonl", error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_extension_needs_new_approvals_and_changes_the_end_alone()
    {
        bench
            .Request("CLOUD-1234", "--days", "60")
            .Approve("CLOUD-1234")
            .Push()
            .Git.Demand("exception", "implement", "CLOUD-1234");
        bench.Merge(Branch).At("2026-02-20T09:00:00Z");
        bench
            .Git.As("Alex Kim", "alex@company.com")
            .Demand(
                "exception",
                "extend",
                "CLOUD-1234",
                "--days",
                "30",
                "--justification",
                "the last batch job moves in March"
            );
        // Nobody has decided on it yet.
        Assert.Contains(
            "AMI0622",
            bench.Push().Git.Amigov("exception", "implement", "CLOUD-1234", "--base", "HEAD").Error,
            StringComparison.Ordinal
        );
        bench.Approve("CLOUD-1234").Push().Git.Demand("exception", "implement", "CLOUD-1234");

        const string extension = "exception/CLOUD-1234-extension-1-account-123456789012";
        Assert.Equal(
            """
            @@ -28 +28 @@
            -      "expires_on": "2026-03-04",
            +      "expires_on": "2026-04-03",
            """,
            string.Join('\n', bench.Git.Git("diff", "-U0", "main", extension, "--", "config").Split('\n').Skip(4))
        );
        Assert.Equal(
            "feat: Extend AMI exception for account 123456789012 (CLOUD-1234)",
            bench.Git.Git("log", "-1", "--format=%s", extension)
        );
        // Past the old end it still holds, up to the new one.
        bench.Merge(extension).At("2026-03-14T00:00:00Z").Git.Demand("exception", "check");
        Assert.Contains(
            "implemented 2026-02-20T09:00:00Z by Pat Moreno <pat@company.com>, until 2026-04-03",
            bench.Git.Demand("exception", "show", "CLOUD-1234"),
            StringComparison.Ordinal
        );

        // 90 days are all that a migration may have.
        var (exitCode, _, error) = bench.Git.Amigov(
            "exception",
            "extend",
            "CLOUD-1234",
            "--days",
            "1",
            "--justification",
            "more"
        );
        Assert.Equal(1, exitCode);
        Assert.Contains(
            "with 1 day more the exception would last 91 days; of type `migration` it may last 90 in all",
            error,
            StringComparison.Ordinal
        );
        Assert.Contains("no time is left", error, StringComparison.Ordinal);
    }
}
