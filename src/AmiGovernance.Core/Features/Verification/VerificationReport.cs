using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>What was verified, line by line, and what could not be looked at.</summary>
public sealed record VerificationReport(
    DateTimeOffset At,
    ImmutableArray<VerifiedAccount> Accounts,
    ImmutableArray<RegionName> Regions,
    ImmutableArray<VerificationLine> Lines,
    ImmutableArray<VerificationGap> Gaps
)
{
    public static readonly ImmutableArray<ChecklistItem> Checklist = [.. Enum.GetValues<ChecklistItem>()];

    public IEnumerable<VerificationLine> Of(ChecklistItem item) => Lines.Where(l => l.Item == item);

    /// <summary>
    /// The worst result of the item's lines. What was left out does not count beside what was done; a place that could not be
    /// entered leaves every item open.
    /// </summary>
    public LineResult ResultOf(ChecklistItem item)
    {
        var results = Of(item).Select(l => l.Result).ToHashSet();
        if (results.Contains(LineResult.NotAsExpected))
            return LineResult.NotAsExpected;

        var isAsked = item != ChecklistItem.CloudTrail || results.Count > 0;
        var isOpen = isAsked && Gaps.Length > 0;
        if (isOpen || results.Contains(LineResult.NotChecked))
            return LineResult.NotChecked;
        if (results.Contains(LineResult.AsExpected))
            return LineResult.AsExpected;

        // CloudTrail alone has no lines unless somebody asks for it.
        var isLeftOut = item == ChecklistItem.CloudTrail || results.Contains(LineResult.NotAsked);
        return isLeftOut ? LineResult.NotAsked : LineResult.NotApplicable;
    }

    public bool HasUnexpected => Lines.Any(l => l.Result == LineResult.NotAsExpected);

    /// <summary>Checks with an answer, and what stayed open: lines and whole places.</summary>
    public Looked Looked =>
        new(
            Lines.Count(l => l.Result is LineResult.AsExpected or LineResult.NotAsExpected),
            Gaps.Length + Lines.Count(l => l.Result == LineResult.NotChecked)
        );
}
