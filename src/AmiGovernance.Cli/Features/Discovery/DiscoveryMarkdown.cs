using System.Collections.Immutable;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Discovery;
using AmiGovernance.Core.Features.Discovery.Proposing;

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
            Owners(report),
            Entries(report),
            Unknown(report),
            Proof(report),
            Gaps(report),
        ]);
    }

    private static MarkdownText Owners(DiscoveryReport report) =>
        Section(
            "Proposals",
            ["owner", "proposal", "sure", "accounts", "uses", "launches", "last use", "who", "why", "such as"],
            [
                .. report.Owners.Select(o =>
                    (string[])[o.Owner, .. DiscoveryWords.Numbers(o), o.Who, Why(o), DiscoveryWords.Examples(o)]
                ),
            ]
        );

    private static string Why(OwnerProposal owner)
    {
        var until = owner.Until is { } end
            ? $"; until {end.AddDays(-1).Text()}, for {DiscoveryWords.UsableBy(owner)}"
            : "";
        var command = owner.Command.Length > 0 ? $"; ask for it: `{owner.Command}`" : "";
        return owner.Why + until + command;
    }

    private static MarkdownText Entries(DiscoveryReport report) =>
        Section(
            "What each entry lets in",
            ["entry", "kind", "evidence", "lets in", "seen", "narrower criteria"],
            [
                .. report.Entries.Select(e =>
                    (string[])
                        [
                            e.Value,
                            e.Kind.Name(),
                            e.Evidence,
                            e.Risk.LetsIn,
                            DiscoveryWords.Seen(e.Risk),
                            string.Join("; ", e.Risk.Alternatives.Select(DiscoveryWords.Of)),
                        ]
                ),
            ]
        );

    private static MarkdownText Unknown(DiscoveryReport report) =>
        Section(
            "Owner not known: neither allowed nor refused",
            ["image", "use", "what would settle it"],
            [.. report.Unknown.Select(u => (string[])[DiscoveryWords.Name(u), DiscoveryWords.Of(u), u.Settle])]
        );

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

    private static MarkdownText Gaps(DiscoveryReport report) =>
        Section(
            "Not read",
            ["place", "reason"],
            [
                .. (report.Present?.Gaps ?? []).Select(g => (string[])[$"{g.Account}/{g.Region}", g.Reason]),
                .. (report.Past?.Gaps ?? []).Select(g => (string[])[g.File, g.Reason]),
            ]
        );

    private static MarkdownText Section(string title, string[] headers, ImmutableArray<string[]> rows)
    {
        if (rows.IsEmpty)
            return MarkdownText.Empty;
        var more =
            rows.Length > MostRows
                ? MarkdownText.Of($"\n… and {rows.Length - MostRows} more; the JSON report has all.\n")
                : MarkdownText.Empty;
        return MarkdownText.Of($"\n### {title}\n\n{TableOutput.Markdown(headers, rows.Take(MostRows))}{more}");
    }
}
