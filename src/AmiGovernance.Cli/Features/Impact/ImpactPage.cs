using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Impact;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Cli.Features.Impact;

/// <summary>What would not launch again, as a page.</summary>
internal static class ImpactPage
{
    private const string Title = "What would not launch again";

    public static Page Of(ImpactReport report) =>
        new(Title)
        {
            Answer = MarkedText.Of(ImpactSummary.Of(report)),
            About = [ImpactSummary.Read(report)],
            Figures = [.. Figures(report)],
            Sections = [.. Sections(report)],
            NotLookedAt =
            [
                .. report.LacksEnforcement ? [EnforcedPolicies.Unknown] : Array.Empty<string>(),
                .. report.Gaps.Select(g => $"{g.Account}/{g.RegionOrAll}: {g.Reason}"),
            ],
        };

    public static IEnumerable<Figure> Figures(ImpactReport report)
    {
        var open = report.Open.Count();
        yield return BacktestPage.ToDecide(open, report.Looked.IsComplete);
        yield return BacktestPage.Closed(report.Findings.Length - open);
        yield return Soon(report);
        yield return new Figure(Cell.Of(report.Uses).Text, "uses of images in all");
        yield return new Figure(Cell.Of(report.Places).Text, "accounts and Regions read");
    }

    public static Figure Soon(ImpactReport report)
    {
        var soon = report.Findings.SelectMany(f => f.Uses).Count(u => u.Urgency == Urgency.NextLaunch);
        var isWhole = report.Looked.IsComplete;
        // None of what was read is not none.
        var none = isWhole ? Tone.None : Tone.Unknown;
        return new Figure(
            Cell.Of(soon).Text,
            isWhole ? "would fail with the next launch" : "of what was read would fail with the next launch",
            soon > 0 ? Tone.Bad : none,
            "findings"
        );
    }

    public static IEnumerable<Section> Sections(ImpactReport report)
    {
        yield return new Section("by-owner", "By owner of the images")
        {
            Blocks = [BacktestPage.ByOwner(report.ByOwner)],
        };
        yield return new Section("findings", "Findings") { Blocks = [Findings(report)] };
        if (!report.LeftOpen.IsEmpty)
            yield return new Section("left-open", "Not stopped by either layer")
            {
                Lead = ImpactSummary.LeftOpen,
                Blocks = [new Points([.. ImpactView.LeftOpen(report).Select(use => (Cell)use)])],
            };
    }

    /// <summary>All of it as one section of a page that has others.</summary>
    /// <param name="report">Null when nobody looked.</param>
    public static Section Whole(ImpactReport? report) =>
        report is null
            ? new Section("uses", Title) { Blocks = [NotLooked] }
            : Whole(report, new Section("uses", Title));

    private static readonly Nothing NotLooked = new(
        new Cell("Nobody looked into the accounts, or they could not be read: `--impact` looks.", Tone.Unknown)
    );

    private static Section Whole(ImpactReport report, Section section) =>
        section with
        {
            Lead = ImpactSummary.Read(report),
            Blocks =
            [
                .. report.ByOwner.IsEmpty ? (Block[])[] : [BacktestPage.ByOwner(report.ByOwner)],
                Findings(report),
                .. report.LeftOpen.IsEmpty
                    ? (Block[])[]
                    :
                    [
                        new Paragraph(ImpactSummary.LeftOpen),
                        new Points([.. ImpactView.LeftOpen(report).Select(u => (Cell)u)]),
                    ],
            ],
        };

    private static Block Findings(ImpactReport report) =>
        report.Findings.IsEmpty
            ? new Nothing(MarkedText.Of(ImpactSummary.Of(report)))
            : PageTables
                .Of(
                    "Uses of images that the policies would deny",
                    ImpactView.Headers,
                    report.Findings.Select(ImpactView.Cells),
                    BacktestPage.ToneOf
                )
                .Led("finding", "verdict", "when", "account", "what to do", "outcome");
}
