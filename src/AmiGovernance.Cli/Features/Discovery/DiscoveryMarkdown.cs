using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Discovery;

namespace AmiGovernance.Cli.Features.Discovery;

/// <summary>The report for whoever decides on the allow list.</summary>
internal static class DiscoveryMarkdown
{
    private const int MostRows = 100;

    public static MarkdownText Of(DiscoveryReport report)
    {
        var looked = MarkdownText.Concat(DiscoveryWords.Looked(report).Select(l => MarkdownText.Of($"- {l}\n")));
        return MarkdownText.Concat([
            MarkdownText.Of(
                $"## Whose images the organization uses\n\n{looked}\n**{DiscoveryWords.Verdict(report)}**\n"
            ),
            .. DiscoveryTables.Of(report).Select(Section),
            Proof(report),
            Section(new DiscoveryTable("Not read", ["place", "reason"], DiscoveryTables.Gaps(report))),
        ]);
    }

    private static MarkdownText Proof(DiscoveryReport report)
    {
        if (report.Past is null)
            return MarkdownText.Empty;
        var replayed = report.Replay is { } replay
            ? MarkdownText.Of($"\n### Replayed\n\n{DiscoveryWords.Replayed(replay)}.\n\n{Hits(replay)}")
            : MarkdownText.Empty;
        var held = report.HeldOut is { } proof ? Hits(proof.Replay) : MarkdownText.Empty;
        return MarkdownText.Of($"{replayed}\n### Held out\n\n{DiscoveryWords.HeldOut(report)}.\n\n{held}");
    }

    private static MarkdownText Hits(ReplayedProposal replay) =>
        MarkdownText.Concat(replay.Hits.Take(MostRows).Select(h => MarkdownText.Of($"- {DiscoveryWords.Of(h)}\n")));

    private static MarkdownText Section(DiscoveryTable table)
    {
        var rows = table.Rows;
        if (rows.IsEmpty)
            return MarkdownText.Empty;
        var more =
            rows.Length > MostRows
                ? MarkdownText.Of($"\n… and {rows.Length - MostRows} more; the JSON report has all.\n")
                : MarkdownText.Empty;
        var shown = TableOutput.Markdown(table.Headers, rows.Take(MostRows));
        return MarkdownText.Of($"\n### {table.Title}\n\n{shown}{more}");
    }
}
