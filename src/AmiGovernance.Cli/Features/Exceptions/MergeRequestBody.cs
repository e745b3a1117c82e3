using System.Text;
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
    public static string Render(ProposedChange change, CaseStatus? status, string? trackerUrl)
    {
        var text = new StringBuilder();
        foreach (var line in change.Message.Split('\n').Skip(2).Where(l => l.Length > 0))
            text.Append(line[..2]).Append(Markdown.Escape(line[2..])).Append('\n');
        if (trackerUrl is not null)
            text.Append("- Requests: ").Append(trackerUrl).Append('\n');
        if (status is not null)
            AppendRequest(text, status);
        text.Append("\n## What changes\n\n").Append(DifferenceView.Markdown(change.Meaning));
        text.Append("\nA merge changes nothing in AWS until it is deployed.\n");
        return text.ToString();
    }

    private static void AppendRequest(StringBuilder text, CaseStatus status)
    {
        var newest = status.Newest;
        text.Append("\n## Request\n\n").Append(RequestMarkdown.Table(status.Case.Request));
        if (newest.Part.IsExtension)
            text.Append("\nExtension: ")
                .Append(Markdown.Escape(status.Case.Extensions[^1].Extension.Justification))
                .Append('\n');
        text.Append("\n## Approvals\n\n")
            .Append(
                TableOutput.Markdown(
                    ["Role", "By", "On", "Reason", "Commit", "Assurance"],
                    newest.Approvals.Select(Cells)
                )
            )
            .Append("\nBound to version `")
            .Append(newest.Part.Digest)
            .Append("`.\n");
    }

    private static string[] Cells(Decision decision)
    {
        var assurance = CaseWords.Assurance(decision.Assurance);
        var (at, reason) = (decision.Record.At.IsoText(), decision.Record.Reason ?? "");
        return [decision.Role, decision.By.Name, at, reason, decision.Commit?.ShortId ?? "", assurance];
    }
}
