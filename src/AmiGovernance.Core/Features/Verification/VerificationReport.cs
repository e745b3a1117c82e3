using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>The runbook's checklist, in its order.</summary>
public enum ChecklistItem
{
    ApprovedLaunches,
    OtherLaunches,
    Creation,
    CopyAndImport,
    PublicSharing,
    Exceptions,
    CloudTrail,
}

public enum LineResult
{
    AsExpected,

    /// <summary>Somebody chose not to ask, such as for real launches.</summary>
    NotAsked,

    /// <summary>The layer does not reach the account, so there is nothing to expect.</summary>
    NotApplicable,

    /// <summary>Could not be found out, or the answer shows nothing of our policies.</summary>
    NotChecked,

    NotAsExpected,
}

/// <summary>What a line rests on. Each shows something else, and each leaves something open.</summary>
public enum EvidenceKind
{
    DryRun,
    Launch,
    ImageMark,
    Settings,
    EffectivePolicy,
    PolicyText,
    CloudTrail,
}

/// <summary>One thing that was verified in one place.</summary>
/// <param name="Region">Empty for what holds in all Regions.</param>
public sealed record VerificationLine(
    ChecklistItem Item,
    EvidenceKind Evidence,
    string Account,
    string Region,
    string What
)
{
    public required string Expected { get; init; }

    public string Actual { get; init; } = "";

    public LineResult Result { get; init; }

    /// <summary>The image or instance that was used; empty when there was none.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Where the image comes from; empty when that says nothing.</summary>
    public string SubjectSource { get; init; } = "";

    /// <summary>AWS's answer, where the line rests on one.</summary>
    public CallAnswer? Answer { get; init; }

    /// <summary>CloudTrail's record of the call; empty when it was not looked for or not found.</summary>
    public string EventId { get; init; } = "";

    /// <summary>Why it could not be checked, or what the answer does not show; empty when there is nothing to add.</summary>
    public string Note { get; init; } = "";
}

/// <summary>Something that was not looked at at all.</summary>
public sealed record VerificationGap(string Account, string Region, string Reason);

/// <summary>An account that was verified, and why it was chosen.</summary>
/// <param name="Role">Such as `publisher`, `exception until 2027-01-29`, `workload`.</param>
public sealed record VerifiedAccount(
    string Account,
    string Name,
    string Role,
    AllowedImagesState Mode,
    string ModeSource
);

public sealed record VerificationReport(
    DateTimeOffset At,
    ImmutableArray<VerifiedAccount> Accounts,
    ImmutableArray<string> Regions,
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
        var results = Of(item).Select(l => l.Result).ToList();
        if (results.Contains(LineResult.NotAsExpected))
            return LineResult.NotAsExpected;
        if (
            results.Contains(LineResult.NotChecked)
            || (Gaps.Length > 0 && (item != ChecklistItem.CloudTrail || results.Count > 0))
        )
            return LineResult.NotChecked;
        if (results.Contains(LineResult.AsExpected))
            return LineResult.AsExpected;
        return results.Contains(LineResult.NotAsked) || item == ChecklistItem.CloudTrail
            ? LineResult.NotAsked
            : LineResult.NotApplicable;
    }

    public bool HasUnexpected => Lines.Any(l => l.Result == LineResult.NotAsExpected);

    public bool IsIncomplete => Gaps.Length > 0 || Lines.Any(l => l.Result == LineResult.NotChecked);
}
