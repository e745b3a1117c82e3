using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Where the rollout stands, as tables for a pull request or a ticket.</summary>
internal static class StatusMarkdown
{
    public static string Write(StatusReport report)
    {
        var tables = new List<string> { Targets(report), Drift(report), Coverage(report) };
        if (!report.Writers.IsEmpty)
            tables.Add(WritersView.Markdown(report.Writers));
        if (!report.Exceptions.IsEmpty)
            tables.Add(Exceptions(report));
        if (!report.Next.IsEmpty)
            tables.Add(string.Concat(report.Next.Select(step => $"- {Markdown.Escape(step)}\n")));
        var notRead = report.NotRead.Select(n => $"\nNot read: {Markdown.Escape(n)}\n");
        return PlanView.NoteLines(report.Notes) + string.Join('\n', tables) + string.Concat(notRead);
    }

    private static string Targets(StatusReport report) =>
        TableOutput.Markdown(
            ["target", "mode", "since", "accounts"],
            report.Targets.Select(t =>
                (IReadOnlyList<string>)
                    [
                        TargetName.Of(report.Organization, t.Target),
                        t.Mode?.Name() ?? "",
                        StatusView.Since(t, report),
                        t.Accounts.ToString(CultureInfo.InvariantCulture),
                    ]
            )
        );

    private static string Drift(StatusReport report) =>
        TableOutput.Markdown(
            ["drift between", "what", "next"],
            report.Drifts.Select(d => (IReadOnlyList<string>)[d.Between, What(d), d.Help])
        );

    private static string What(Drift drift) =>
        drift.By is { } by ? $"{drift.What}, {WritersView.Author(by)}" : drift.What;

    private static string Coverage(StatusReport report) =>
        TableOutput.Markdown(
            ["accounts", "coverage"],
            [
                [Plural.Of(report.Covered, "account"), StatusView.Layers(report)],
                .. report.Gaps.Select(g => (IReadOnlyList<string>)[OrganizationProof.Describe(g.Accounts), g.Why]),
            ]
        );

    private static string Exceptions(StatusReport report) =>
        TableOutput.Markdown(
            ["exception", "ticket", "state"],
            report.Exceptions.Select(e =>
                (IReadOnlyList<string>)[e.Exception.AccountId.Value, e.Exception.Ticket ?? "", StatusView.End(e)]
            )
        );
}
