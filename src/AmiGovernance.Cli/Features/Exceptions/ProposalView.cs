using System.Globalization;
using System.Text;
using AmiGovernance.Cli.Features.Authoring;
using AmiGovernance.Cli.Features.Decisions;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Proposals;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>A change that was checked: for the terminal, and for the merge request.</summary>
internal static class ProposalView
{
    public static void Write(TextWriter writer, ProposedChange change)
    {
        AllowlistView.Write(writer, change.Policies.Allowlist);
        writer.WriteLine();
        foreach (var path in change.Paths)
            writer.WriteLine($"✓ Changed: {Visible.Text(path)}");
        writer.WriteLine("✓ Allowlist consistency verified");
        writer.WriteLine("✅ VALIDATION PASSED");
        int Count(ProofOutcome outcome) => change.Guarantees.Count(g => g.Outcome == outcome);
        writer.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"✓ Guarantees: {Count(ProofOutcome.Proven)} of {change.Guarantees.Length} proven, {Count(ProofOutcome.NotApplicable)} do not apply, {change.Guarantees.Length - Count(ProofOutcome.Proven) - Count(ProofOutcome.NotApplicable)} not proven"
            )
        );
        writer.WriteLine();
        writer.WriteLine("What changes:");
        DifferenceView.WriteText(writer, change.Meaning);
        writer.WriteLine();
        if (change.CommitId is not { } commit)
        {
            writer.WriteLine(
                $"Nothing was written. The branch would be {change.Branch}, from {Visible.Text(change.BaseName)}, with this commit:"
            );
            writer.WriteLine();
            foreach (var line in change.Message.TrimEnd('\n').Split('\n'))
                writer.WriteLine($"    {line}".TrimEnd());
            return;
        }
        writer.WriteLine(
            change.WasThere
                ? $"✓ branch {change.Branch} holds this change already ({commit[..8]})"
                : $"✓ branch {change.Branch} from {Visible.Text(change.BaseName)}: commit {commit[..8]}"
        );
        if (change.Replaced is { } old)
            writer.WriteLine($"  it was at {old[..8]} before");
        writer.WriteLine(change.Pushed ? "✓ pushed" : $"  not pushed: `git push origin {change.Branch}`");
    }

    /// <summary>The description of the merge request: what is asked for, who approved, and what changes.</summary>
    public static string Body(ProposedChange change, CaseStatus? status, string? trackerUrl)
    {
        var text = new StringBuilder();
        foreach (var line in change.Message.Split('\n').Skip(2).Where(l => l.Length > 0))
            text.Append(line[..2]).Append(Markdown.Escape(line[2..])).Append('\n');
        if (trackerUrl is not null)
            text.Append("- Requests: ").Append(trackerUrl).Append('\n');
        if (status is not null)
        {
            text.Append("\n## Request\n\n")
                .Append(
                    TableOutput.Markdown(
                        ["Field", "Value"],
                        RequestMarkdown.Rows(status.Case.Request).Select(r => new[] { r.Label, r.Value })
                    )
                );
            if (status.Newest.Part.Number > 0)
                text.Append("\nExtension: ")
                    .Append(Markdown.Escape(status.Case.Extensions[^1].Extension.Justification))
                    .Append('\n');
            text.Append("\n## Approvals\n\n")
                .Append(
                    TableOutput.Markdown(
                        ["Role", "By", "On", "Reason", "Commit"],
                        status.Newest.Approvals.Select(Cells)
                    )
                );
            text.Append("\nBound to version `").Append(status.Newest.Part.Digest).Append("`.\n");
        }
        text.Append("\n## What changes\n\n").Append(DifferenceView.Markdown(change.Meaning));
        text.Append("\nA merge changes nothing in AWS until it is deployed.\n");
        return text.ToString();
    }

    private static string[] Cells(Decision decision) =>
        [
            decision.Role,
            decision.By.Name,
            decision.Record.At.IsoText(),
            decision.Record.Reason ?? "",
            decision.Commit is { } commit
                ? $"{commit.ShortId}{(commit.Signature == CommitSignature.Good ? ", signed" : "")}"
                : "",
        ];
}
