using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Impact;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Cli.Features.Impact;

/// <summary>An impact in a few lines.</summary>
internal static class ImpactSummary
{
    public const string LeftOpen =
        "Images that accounts built themselves, and that a service goes on launching with its own role:";

    /// <summary>What was looked at.</summary>
    public static string Read(ImpactReport report)
    {
        var places = Quantity.Of(report.Places, "account and Region", "accounts and Regions");
        var skipped =
            report.Skipped > 0 ? $", {Quantity.Number(report.Skipped)} left out that are closed or not enabled" : "";
        var gaps = report.Gaps.IsEmpty ? "" : $", {Quantity.Of(report.Gaps.Length, "gap")}";
        return $"{places} read{skipped}{gaps}; {Quantity.Of(report.Uses, "use")} of images";
    }

    /// <summary>What of it a report on all names as not read; nothing where nobody looked.</summary>
    public static IEnumerable<string> Gaps(ImpactReport? report)
    {
        if (report is null)
            yield break;
        if (report.Looked.IsNothing)
            yield return "uses of images: nothing was read";
        if (report.LacksEnforcement)
            yield return $"uses of images: {EnforcedPolicies.Unknown}";
        foreach (var gap in report.Gaps.Take(MostGaps))
            yield return $"uses of images: {gap.Account}/{gap.RegionOrAll}: {gap.Reason}";
        var more = report.Gaps.Length - MostGaps;
        if (more > 0)
            yield return $"uses of images: {Quantity.Of(more, "more gap")}; `--output json` names them all";
    }

    private const int MostGaps = 10;

    private static string NothingFound(Looked looked)
    {
        if (looked.IsNothing)
            return "⚠️ nothing was read, so nothing is known of what uses images";
        return looked.IsComplete
            ? "✅ nothing uses images that the policies would deny"
            : "⚠️ nothing of what was read uses images that the policies would deny";
    }

    public static string Of(ImpactReport report)
    {
        var unknown = report.LacksEnforcement ? $"; {EnforcedPolicies.Unknown}" : "";
        if (report.Findings.IsEmpty)
            return $"{NothingFound(report.Looked)}{unknown}";

        var open = report.Open.Count();
        var closed = report.Findings.Length - open;
        var soon = report.Findings.SelectMany(f => f.Uses).Count(u => u.Urgency == Urgency.NextLaunch);
        var launchers = Quantity.Of(soon, "group, fleet or request", "groups, fleets and requests");
        var mark = SummaryMark.Of(open, report.Looked);
        return $"{mark} {Plural.Of(open, "finding")} to decide on, {closed} closed; {launchers} would fail with the next launch{unknown}";
    }
}
