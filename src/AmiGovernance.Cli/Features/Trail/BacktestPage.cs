using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Console.Charts;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail.Backtest;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>A backtest as a page: what to decide first, then finding by finding.</summary>
internal static class BacktestPage
{
    public static Page Of(BacktestReport report) =>
        new("Who would have been denied")
        {
            Answer = MarkedText.Of(BacktestSummary.Of(report)),
            About = [.. About(report)],
            Figures = [.. Figures(report)],
            Sections = [.. Sections(report)],
            NotLookedAt =
            [
                .. report.LacksEnforcement ? [EnforcedPolicies.Unknown] : Array.Empty<string>(),
                .. report.Ledger.Gaps.Take(MostGaps).Select(g => $"{g.File}: {g.Reason}"),
                .. MoreGaps(report),
            ],
        };

    private const int MostGaps = 20;

    /// <summary>Of each roll-up: the findings below have all.</summary>
    private const int MostShares = 50;

    private static IEnumerable<string> MoreGaps(BacktestReport report)
    {
        var more = report.Ledger.GapCount - Math.Min(MostGaps, report.Ledger.Gaps.Length);
        if (more > 0)
            yield return $"{Quantity.Of(more, "more gap")}; `--output json` names {Quantity.Number(report.Ledger.Gaps.Length)}";
    }

    private static IEnumerable<string> About(BacktestReport report)
    {
        if (report is { First: { } first, Last: { } last })
            yield return $"calls of {TimeText.Day(first)} to {TimeText.Day(last)}";
        yield return LedgerText.Read(report.Ledger, report.Unit);
        foreach (var remark in LedgerText.Remarks(report.Ledger, report.Unit))
            yield return remark;
    }

    public static IEnumerable<Figure> Figures(BacktestReport report)
    {
        var open = report.Open.Count();
        if (report.Looked.IsNothing)
        {
            yield return new Figure("?", "findings to decide on: nothing was read", Tone.Unknown);
            yield break;
        }
        yield return ToDecide(open, report.Looked.IsComplete && report.Launches > 0);
        yield return Closed(report.Findings.Count(f => f.IsClosed));
        yield return new Figure(Cell.Of(report.Launches).Text, "launches that succeeded");
        yield return Launches(report, Verdict.Denied, "of them would have been denied", Tone.Bad);
        yield return Launches(report, Verdict.Marked, "marked in audit mode, denied by enforcement", Tone.Warning);
        yield return Launches(report, Verdict.Undecided, "depend on what no record tells", Tone.Unknown);
    }

    /// <param name="isWhole">Whether all was read, and it was something: none of what was read is not none.</param>
    public static Figure ToDecide(int findings, bool isWhole)
    {
        var none = isWhole ? Tone.Good : Tone.Unknown;
        return new Figure(
            Cell.Of(findings).Text,
            isWhole ? "findings to decide on" : "findings to decide on, in what was read",
            findings > 0 ? Tone.Bad : none,
            "findings"
        );
    }

    public static Figure Closed(int findings) => new(Cell.Of(findings).Text, "findings closed", Section: "findings");

    private static Figure Launches(BacktestReport report, Verdict verdict, string label, Tone tone)
    {
        var count = report.LaunchesWith(verdict);
        return new Figure(Cell.Of(count).Text, label, count == 0 ? Tone.None : tone, "findings");
    }

    public static IEnumerable<Section> Sections(BacktestReport report)
    {
        yield return new Section("by-owner", "By owner of the images")
        {
            Lead = "One decision each settles so many findings.",
            Blocks = [ByOwner(report.ByOwner)],
        };
        foreach (var section in Trend(report))
            yield return section;
        yield return new Section("findings", "Findings") { Blocks = [Findings(report)] };
        if (!report.AllowList.IsEmpty)
            yield return PageTables.Section(
                "Use of the allow list",
                BacktestView.UseHeaders,
                report.AllowList.Select(BacktestView.Cells)
            );
    }

    /// <summary>Launches by week, then who is hit most.</summary>
    private static IEnumerable<Section> Trend(BacktestReport report)
    {
        if (report.Weeks.Length > 1)
            yield return new Section("weeks", "Launches by week")
            {
                Lead = BacktestRollups.Recent(report),
                Blocks =
                [
                    Weeks(report),
                    PageTables.Of(
                        "Launches by week",
                        BacktestRollups.WeekHeaders,
                        report.Weeks.Select(BacktestRollups.Cells)
                    ),
                ],
            };
        foreach (var table in BacktestRollups.Shares(report))
            yield return PageTables.Section(table.Title, table.Headers, table.Rows.Take(MostShares)) with
            {
                Lead = table.Rows.Count > MostShares ? $"The {MostShares} that are hit most; JSON has all." : null,
            };
    }

    private static Drawing Weeks(BacktestReport report) =>
        StackedBars.Draw(
            "Launches by week",
            [
                .. report.Weeks.Select(w => new StackedBar(
                    w.Monday.Text(),
                    $"week of {w.Monday.Text()}: {Quantity.Of(w.All, "launch", "launches")}, {Quantity.Number(w.Denied)} would have been denied",
                    new BarPart("fill-b", w.Denied),
                    new BarPart("fill-c", w.Marked),
                    new BarPart("fill-d", w.Undecided),
                    new BarPart("fill-a", w.All - w.Denied - w.Marked - w.Undecided)
                )),
            ],
            new Legend("fill-b", "would have been denied"),
            new Legend("fill-c", "marked in audit mode"),
            new Legend("fill-d", "undecided"),
            new Legend("fill-a", "allowed")
        );

    public static Block ByOwner(IReadOnlyList<OwnerRollup> owners)
    {
        if (owners.Count == 0)
            return new Nothing("Nothing is left to decide on.");
        var all = owners.Sum(o => o.Settles);
        return PageTables.Of(
            "What one decision settles",
            RollupText.Headers,
            owners.Select(o => RollupText.Cells(o, all))
        );
    }

    private static Block Findings(BacktestReport report)
    {
        if (report.Findings.IsEmpty)
            return new Nothing(MarkedText.Of(BacktestSummary.Of(report)));
        return PageTables
            .Of(
                "Calls that the policies would have denied, by finding",
                BacktestView.Headers,
                report.Findings.Select(BacktestView.Cells),
                ToneOf
            )
            .Led("finding", "verdict", "account", "what to do", "outcome");
    }

    public static Tone ToneOf(string column, string text)
    {
        if (column != "verdict")
            return Tone.None;
        if (text == Verdict.Denied.Name())
            return Tone.Bad;
        return text == Verdict.Undecided.Name() ? Tone.Unknown : Tone.Warning;
    }
}
