using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Governance.Proof;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Where the rollout stands, as tables for a pull request or a ticket.</summary>
internal static class StatusMarkdown
{
    public static MarkdownText Write(StatusReport report)
    {
        var tables = new List<MarkdownText> { Targets(report), Drift(report), Coverage(report) };
        if (!report.Writers.IsEmpty)
            tables.Add(WritersView.Markdown(report.Writers));
        if (!report.Exceptions.IsEmpty)
            tables.Add(Exceptions(report));
        if (!report.Next.IsEmpty)
            tables.Add(MarkdownText.Concat(report.Next.Select(step => MarkdownText.Of($"- {step}\n"))));
        var notRead = report.NotRead.Select(n => MarkdownText.Of($"\nNot read: {n}\n"));
        var shown = tables.Select((table, i) => i == 0 ? table : MarkdownText.Of($"\n{table}"));
        return MarkdownText.Concat([PlanView.NoteLines(report.Notes), .. shown, .. notRead]);
    }

    private static MarkdownText Targets(StatusReport report) =>
        TableOutput.Markdown(
            ["target", "mode", "since", "accounts"],
            report.Targets.Select(t =>
                (IReadOnlyList<string>)
                    [
                        TargetName.Of(report.Organization, t.Target),
                        StatusView.ModeOf(t),
                        StatusView.Since(t, report),
                        t.Accounts.ToString(CultureInfo.InvariantCulture),
                    ]
            )
        );

    private static MarkdownText Drift(StatusReport report) =>
        TableOutput.Markdown(
            ["drift between", "what", "next"],
            report.Drifts.Select(d => (IReadOnlyList<string>)[d.Between, What(d), d.Help])
        );

    private static string What(Drift drift) =>
        drift.By is { } by ? $"{drift.What}, {WritersView.Author(by)}" : drift.What;

    private static MarkdownText Coverage(StatusReport report) =>
        TableOutput.Markdown(
            ["accounts", "coverage"],
            [
                [Plural.Of(report.Covered, "account"), StatusView.Layers(report)],
                .. report.Gaps.Select(g => (IReadOnlyList<string>)[OrganizationProof.Describe(g.Accounts), g.Why]),
            ]
        );

    private static MarkdownText Exceptions(StatusReport report) =>
        TableOutput.Markdown(
            ["exception", "ticket", "state"],
            report.Exceptions.Select(e =>
                (IReadOnlyList<string>)[e.Exception.AccountId.Value, e.Exception.Ticket ?? "", StatusView.End(e)]
            )
        );
}
