using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Features.Impact;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Cli.Features.Impact;

/// <summary>What would not launch again, as a page.</summary>
internal static class ImpactPage
{
    public static Page Of(ImpactReport report) =>
        new("What would not launch again")
        {
            Answer = MarkedText.Of(ImpactSummary.Of(report)),
            About = [ImpactSummary.Read(report)],
            Figures = [.. Figures(report)],
            Sections = [.. Sections(report)],
            NotLookedAt = [.. report.Gaps.Select(g => $"{g.Account}/{g.RegionOrAll}: {g.Reason}")],
        };

    public static IEnumerable<Figure> Figures(ImpactReport report)
    {
        var open = report.Open.Count();
        var soon = report.Findings.SelectMany(f => f.Uses).Count(u => u.Urgency == Urgency.NextLaunch);
        yield return BacktestPage.ToDecide(open);
        yield return BacktestPage.Closed(report.Findings.Length - open);
        yield return new Figure(
            Cell.Of(soon).Text,
            "would fail with the next launch",
            soon > 0 ? Tone.Bad : Tone.None,
            "findings"
        );
        yield return new Figure(Cell.Of(report.Uses).Text, "uses of images in all");
        yield return new Figure(Cell.Of(report.Places).Text, "accounts and Regions read");
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

    private static Block Findings(ImpactReport report) =>
        report.Findings.IsEmpty
            ? new Nothing(MarkedText.Of(ImpactSummary.Of(report)))
            : PageTables.Of(
                "Uses of images that the policies would deny",
                ImpactView.Headers,
                report.Findings.Select(ImpactView.Cells),
                BacktestPage.ToneOf
            );
}
