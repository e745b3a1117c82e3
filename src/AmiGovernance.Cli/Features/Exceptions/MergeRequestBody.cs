using AmiGovernance.Cli.Features.Decisions;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Proposals;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>The description of a merge request: what is asked for, who approved, and what changes.</summary>
internal static class MergeRequestBody
{
    /// <param name="status">Null for a change that no request asked for.</param>
    /// <param name="trackerUrl">Null when the configuration does not say where exceptions are requested.</param>
    /// <param name="end">The first day without the exception; null for a change that sets none.</param>
    public static MarkdownText Render(
        ProposedChange change,
        CaseStatus? status,
        string? trackerUrl,
        DateOnly? end = null
    )
    {
        var lines = change.Message.Split('\n').Skip(2).Where(l => l.Length > 0).Select(Line);
        var tracker = trackerUrl is null ? MarkdownText.Empty : MarkdownText.Of($"- Requests: {trackerUrl}\n");
        var request = status is null ? MarkdownText.Empty : Request(status);
        var meaning = DifferenceView.Markdown(change.Meaning);
        var until = status is not null && end is { } day ? Until(status, day) : MarkdownText.Empty;
        return MarkdownText.Concat([.. lines, tracker, request])
            + MarkdownText.Of(
                $"\n## What changes\n\n{until}{meaning}\nA merge changes nothing in AWS until it is deployed.\n"
            );
    }

    /// <summary>In audit mode no request is decided otherwise by it, and the list changes all the same.</summary>
    private static MarkdownText Until(CaseStatus status, DateOnly end)
    {
        var verb = status.Newest.Part.IsExtension ? "stays" : "is";
        var (account, last) = (status.Case.Request.Account.Value, end.AddDays(-1).Text());
        return MarkdownText.Of(
            $"Account {account} {verb} on the list until {end.Text()}: the last day is {last} (UTC).\n\n"
        );
    }

    /// <summary>Of the message: each begins with `- `.</summary>
    private static MarkdownText Line(string line) => MarkdownText.Of($"- {line[2..]}\n");

    private static MarkdownText Request(CaseStatus status)
    {
        var newest = status.Newest;
        var extension = RequestMarkdown.ExtensionTable(status) is { } table
            ? MarkdownText.Of($"\n## Extension {status.Case.Extensions[^1].Extension.Number}\n\n{table}")
            : MarkdownText.Empty;
        var (request, version) = (RequestMarkdown.Table(status.Case.Request), $"`{newest.Part.Digest}`");
        var approvals = TableOutput.Markdown(
            ["Role", "By", "On", "Reason", "Commit", "Assurance"],
            newest.Approvals.Select(Cells)
        );
        return MarkdownText.Of($"\n## Request\n\n{request}{extension}\n## Approvals\n\n{approvals}")
            + MarkdownText.Of($"\nBound to version {version}.\n");
    }

    private static string[] Cells(Decision decision)
    {
        var assurance = CaseWords.Assurance(decision.Assurance);
        var (at, reason) = (decision.Record.At.IsoText(), decision.Record.Reason ?? "");
        return [decision.Role, decision.By.Name, at, reason, decision.Commit?.ShortId ?? "", assurance];
    }
}
