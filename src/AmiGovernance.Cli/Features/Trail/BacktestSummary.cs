using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail.Backtest;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>A backtest in one line.</summary>
internal static class BacktestSummary
{
    private static readonly (Verdict Verdict, string Words)[] Shares =
    [
        (Verdict.Denied, "would have been denied"),
        (Verdict.Marked, "are marked in audit mode and would be denied by enforcement"),
        (Verdict.Undecided, "depend on the owner of an image, or on keys, that no record tells"),
    ];

    public static string Of(BacktestReport report)
    {
        var all = $"{Quantity.Of(report.Launches, "launch", "launches")}{Period(report)}";
        if (report.IsNothingRecorded)
            return "⚠ no call on images and guardrails was read, so nothing was replayed";
        if (report is { IsComparison: true, Findings.IsEmpty: true, Looked.IsComplete: true })
            return $"✅ none of the recorded calls is treated worse ({all}){Relieved(report)}";
        if (report.Findings.IsEmpty && report.LacksEnforcement)
            return $"⚠ none of the calls that were read would have been denied ({all}); {EnforcedPolicies.Unknown}";
        if (report.Findings.IsEmpty && !report.Looked.IsComplete)
            return $"⚠ none of the calls that were read would have been denied ({all})";
        if (report.Findings.IsEmpty)
            return $"✅ none of the recorded calls would have been denied ({all})";

        var shares = Shares
            .Select(s => (Count: report.LaunchesWith(s.Verdict), s.Words))
            .Where(s => s.Count > 0)
            .Select(s => $"{Share(s.Count, report.Launches)} {s.Words}")
            .DefaultIfEmpty("none would have been denied");
        var open = report.Open.Count();
        var mark = SummaryMark.Of(open, report.Looked);
        var findings = $"{mark} {Plural.Of(open, "finding")}";
        var rest = $"{Settled(report)}; of {all}: {string.Join("; ", shares)}";
        var unknown = report.LacksEnforcement ? $"; {EnforcedPolicies.Unknown}" : "";
        if (report.IsComparison)
            return $"{findings} that the other policies do not have, {rest}{Relieved(report)}{unknown}";
        return $"{findings} to decide on, {rest}{unknown}";
    }

    /// <summary>Of a day long ago, or of an hour, it says little: the reader sees which.</summary>
    public static string Period(BacktestReport report)
    {
        if (report is not { First: { } first, Last: { } last })
            return "";
        var (from, to) = (TimeText.Day(first), TimeText.Day(last));
        return from == to ? $" in calls of {from}" : $" in calls of {from} to {to}";
    }

    /// <summary>What nobody has to decide on: it was decided, or nothing more than what already happens would be denied.</summary>
    private static string Settled(BacktestReport report)
    {
        var closed = report.Findings.Count(f => f.IsClosed);
        var others = report.Findings.Count(f => !f.IsOpen && !f.IsClosed);
        return others == 0 ? $"{closed} closed" : $"{closed} closed, {others} denied already or dry runs only";
    }

    private static string Relieved(BacktestReport report) =>
        report.Relieved > 0 ? $"; {Quantity.Of(report.Relieved, "launch is", "launches are")} treated better" : "";

    public static string Share(long part, long all) =>
        string.Create(CultureInfo.InvariantCulture, $"{part:N0} ({100.0 * part / Math.Max(1, all):0.#} %)");
}
