using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>What the policies would have made of all that was recorded.</summary>
/// <param name="Launches">Launches that succeeded, whatever their image.</param>
/// <param name="AllowList">Empty when the configuration is not known.</param>
public sealed record BacktestReport(
    TrailLedger Ledger,
    ImmutableArray<BacktestFinding> Findings,
    long Launches,
    ImmutableArray<OwnerUse> AllowList
)
{
    /// <summary>
    /// What enforcement denies is a part that was not looked at, where nothing says it. Where no call was recorded that counts, nothing was
    /// replayed.
    /// </summary>
    public Looked Looked =>
        Ledger.Looked with
        {
            Read = IsNothingRecorded ? 0 : Ledger.Looked.Read,
            NotRead = Ledger.Looked.NotRead + (LacksEnforcement ? 1 : 0),
        };

    /// <summary>Whether what was read holds no call on images and guardrails at all, of whatever time and place.</summary>
    public bool IsNothingRecorded => Ledger.Counts.Watched == 0 && Launches == 0 && !Ledger.IsLeftOut;

    /// <summary>What tells the policies that decide launches from others; see <see cref="Decisions.PolicySet.Digest"/>.</summary>
    public string JudgedBy { get; init; } = "";

    /// <summary>See <see cref="Decisions.EnforcedPolicies.IsUnknown"/>.</summary>
    public bool LacksEnforcement { get; init; }

    /// <summary>What one decision each would settle, of the launches that are open.</summary>
    public ImmutableArray<OwnerRollup> ByOwner { get; init; } = [];

    /// <summary>Open findings by what they have in common: of each dimension what hits most first.</summary>
    public ImmutableArray<BacktestShare> Shares { get; init; } = [];

    /// <summary>From the first week with a launch to the last, at most twenty years.</summary>
    public ImmutableArray<LaunchWeek> Weeks { get; init; } = [];

    /// <summary>Null when no call has a readable time.</summary>
    public StillHappening? Recent { get; init; }

    /// <summary>Whether findings are those calls only that other policies treat better.</summary>
    public bool IsComparison { get; init; }

    /// <summary>In a comparison the launches that succeeded, and that the other policies treat worse.</summary>
    public long Relieved { get; init; }

    /// <summary>What the ledger counts as files.</summary>
    public LedgerUnit Unit { get; init; } = LedgerUnit.Files;

    /// <summary>Of all calls that were recorded and are watched, denied or not.</summary>
    public DateTimeOffset? First { get; init; }

    public DateTimeOffset? Last { get; init; }

    /// <summary>The accounts that files were read of, or calls of them recorded; see <see cref="ReplayRecord.Accounts"/>.</summary>
    public ImmutableSortedSet<AccountId> Accounts { get; init; } = [];

    /// <summary>Findings that must be decided on before anything is enforced.</summary>
    public IEnumerable<BacktestFinding> Open => Findings.Where(f => f.IsOpen);

    public long LaunchesWith(Verdict verdict) =>
        Findings.Where(f => f.Kind == CallKind.Launch && f.Verdict == verdict).Sum(f => f.Succeeded);

    public ReplayRecord Replay(DateTimeOffset now) =>
        new(now, First, Last, Launches, Ledger.GapCount) { Accounts = Accounts, Policies = JudgedBy };
}
