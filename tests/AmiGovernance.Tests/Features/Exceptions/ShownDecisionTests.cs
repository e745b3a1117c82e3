using System.Text;
using AmiGovernance.Cli.Features.Exceptions;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Proposals;

namespace AmiGovernance.Tests.Features.Exceptions;

/// <summary>Whoever decides has seen what is decided on, and nothing else is.</summary>
public sealed class ShownDecisionTests : CommandBench
{
    [Theory]
    [InlineData("\"duration_days\": 90", "\"duration_days\": 89")]
    [InlineData("Payments platform", "all of it")]
    public async Task What_was_changed_while_the_question_stood_is_not_decided_on(string shown, string changed)
    {
        await Request();
        var path = $"requests/{Ticket}.json";
        ChangeMeanwhile(path, shown, changed);
        var before = files.Files.Count;
        Assert.Equal(ExitCodes.Errors, Decide("Sam Rivera", "sam@company.com", "security-lead", "reviewed", "yes\n"));
        Assert.Contains($"AMI0703: `{path}` was changed after it was read", error.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("nothing was decided\n", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, files.Files.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_script_decides_on_the_version_that_it_names(bool isThere)
    {
        await Request();
        var text = Encoding.UTF8.GetString(files.Files[$"requests/{Ticket}.md"]);
        var version = text.Split("version `")[1].Split('`')[0];
        var named = isThere ? version : new string('0', 64);
        var exit = Decide("Sam Rivera", "sam@company.com", "security-lead", "reviewed", digest: named);
        Assert.Equal(
            (isThere ? ExitCodes.Done : ExitCodes.Errors, !isThere),
            (exit, error.ToString().Contains("AMI0703", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task An_extension_that_came_while_the_question_stood_is_not_decided_on()
    {
        await Implemented();
        Extend(10);
        ChangeMeanwhile($"requests/{Ticket}/extension-1.json", "\"duration_days\": 10", "\"duration_days\": 20");
        Assert.Equal(ExitCodes.Errors, Decide("Sam Rivera", "sam@company.com", "security-lead", "reviewed", "yes\n"));
        Assert.Contains("AMI0703", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_decides_on_an_extension_is_shown_the_extension()
    {
        await Implemented();
        Extend(10);
        error.GetStringBuilder().Clear();
        Assert.Equal(ExitCodes.Done, Decide("Sam Rivera", "sam@company.com", "security-lead", "reviewed", "yes\n"));
        Assert.StartsWith(
            """
            # Extension 1 of AMI Publisher Exception CLOUD-1234

            | Field | Value |
            |---|---|
            | Duration Requested | 10 days more |
            | End So Far | 2026-03-14 |
            | New End | 2026-03-24 |
            | Justification | the last batch job |

            Requested by
            """,
            error.ToString(),
            StringComparison.Ordinal
        );
        var record = Encoding.UTF8.GetString(
            files.Files.Last(f => f.Key.EndsWith("-approved-security-lead.json", StringComparison.Ordinal)).Value
        );
        var digest = record.Split("\"request_digest\": \"")[1].Split('"')[0];
        Assert.Contains($"version `{digest}`", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("## The request that it extends", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_merge_request_of_an_extension_shows_the_extension()
    {
        await Implemented();
        Extend(10);
        Decide("Sam Rivera", "sam@company.com", "security-lead", "reviewed");
        Decide("Kim Lee", "kim@company.com", "cloud-architect", "fine");
        git.PushMain("ssh://git@git.company.com/cloud/ami-governance.git");
        var propose = new ProposeChange(git, git, git, new Amigov.FixedTime(now));
        var implement = new ImplementException(files, git, git, propose, new Amigov.FixedTime(now));
        var bag = new DiagnosticBag();
        var done = implement.Run(Ticket, Proposal, null, bag);
        Assert.Empty(bag.ToSorted().Where(d => d.Severity == Severity.Error).Select(d => d.Message));
        Assert.NotNull(done);
        var body = MergeRequestBody.Render(done.Change, done.Status, null).ToString();
        foreach (var row in (string[])["10 days more", "New End | 2026-03-24", "Justification | the last batch job"])
            Assert.Contains($"{row} |", body, StringComparison.Ordinal);
        Assert.Contains("- Expires: 2026-03-24 (10 days more)", body, StringComparison.Ordinal);
        Assert.Contains("- Reason: the last batch job", body, StringComparison.Ordinal);
    }
}
