using System.Collections.Immutable;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Features.Discovery;
using AmiGovernance.Core.Features.Discovery.Proposing;

namespace AmiGovernance.Cli.Features.Discovery;

/// <summary>Whose images the organization uses, as a page.</summary>
internal static class DiscoveryPage
{
    public static Page Of(DiscoveryReport report) =>
        new("Whose images the organization uses")
        {
            Answer = MarkedText.Of(DiscoveryWords.Verdict(report)),
            About = [.. DiscoveryWords.Looked(report)],
            Figures = [.. Figures(report)],
            Sections = [.. DiscoveryTables.Of(report).Select(t => Section(report, t)), .. Proof(report)],
            NotLookedAt = [.. DiscoveryTables.Gaps(report).Select(gap => $"{gap[0]}: {gap[1]}")],
        };

    private static IEnumerable<Figure> Figures(DiscoveryReport report)
    {
        yield return new Figure(Cell.Of(report.Owners.Length).Text, "owners in use", Section: "proposals");
        yield return new Figure(
            Cell.Of(report.Entries.Length).Text,
            "entries proposed",
            Section: "what-each-entry-lets-in"
        );
        var refused = report.Owners.Count(o => o.Proposal == ProposalKind.Refuse);
        yield return new Figure(
            Cell.Of(refused).Text,
            "owners refused",
            refused > 0 ? Tone.Bad : Tone.None,
            "proposals"
        );
        yield return new Figure(
            Cell.Of(report.Unknown.Length).Text,
            "images without a known owner",
            report.Unknown.IsEmpty ? Tone.None : Tone.Unknown,
            PageTables.Id(DiscoveryTables.UnknownTitle)
        );
    }

    private static Section Section(DiscoveryReport report, DiscoveryTable table) =>
        table.Rows.IsEmpty
            ? new Section(PageTables.Id(table.Title), table.Title) { Blocks = [new Nothing("None.")] }
            : PageTables.Section(table.Title, table.Headers, table.Rows);

    private static IEnumerable<Section> Proof(DiscoveryReport report)
    {
        if (report.Past is null)
            yield break;
        if (report.Replay is { } replay)
            yield return Replayed("Replayed", DiscoveryWords.Replayed(replay), replay);
        yield return Replayed("Held out", DiscoveryWords.HeldOut(report), report.HeldOut?.Replay);
    }

    private const int MostHits = 1_000;

    private static Section Replayed(string title, string outcome, ReplayedProposal? replay)
    {
        ImmutableArray<Cell> hits = [.. (replay?.Hits ?? []).Take(MostHits).Select(h => (Cell)DiscoveryWords.Of(h))];
        Block said = new Paragraph(MarkedText.Of(outcome));
        return new Section(PageTables.Id(title), title) { Blocks = hits.IsEmpty ? [said] : [said, new Points(hits)] };
    }
}
