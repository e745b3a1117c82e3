using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Watch.Denials;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>What is wrong with the trail, as people are told.</summary>
internal static class TrailConditions
{
    private const int MostGaps = 5;

    /// <summary>Null for nothing.</summary>
    /// <param name="last">The last reading; null before the first.</param>
    public static WatchCondition? Of(FollowedTrail? last)
    {
        if (last?.Failure is { } failure)
            return NotRead(failure);
        return last is { Ledger.GapCount: > 0 } ? Unread(last.Ledger) : null;
    }

    private static WatchCondition Unread(TrailLedger ledger)
    {
        var gaps = ledger.Gaps.Take(MostGaps).Select(gap => PlainText.Of($"- {gap.File}: {gap.Reason}\n"));
        return new WatchCondition(
            "trail-gaps",
            PlainText.Of($"{Plural.Of(ledger.GapCount, "gap")} in the trail: a denial may be missing"),
            PlainText.Concat([.. gaps, PlainText.Of($"`amigov trail scan` reads them again\n")])
        ).ByDetails();
    }

    private static WatchCondition NotRead(AwsFailure failure) =>
        new(
            "trail",
            PlainText.Of($"the trail cannot be read: denials are not told"),
            PlainText.Of($"{failure.Summary}\nwhat came meanwhile is read as soon as it can be\n")
        )
        {
            Grace = TimeSpan.FromMinutes(15),
        };
}
