using System.Collections.Immutable;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>What the policies make of recorded calls.</summary>
public enum Verdict
{
    /// <summary>A layer denies.</summary>
    Denied,

    /// <summary>In audit mode: allowed and marked; enforcement would deny.</summary>
    Marked,

    /// <summary>It depends on the owner of the image, which nobody knows.</summary>
    Undecided,
}

/// <summary>The runbook's outcomes of an analysed violation.</summary>
public enum TriageOutcome
{
    /// <summary>Legitimate workload: an exception, or a way to approved images.</summary>
    Legitimate,

    /// <summary>Work with the team to remediate.</summary>
    Violation,

    /// <summary>Nothing to do.</summary>
    Noise,
}

/// <summary>Calls that one team would be asked about together.</summary>
public sealed record BacktestFinding
{
    /// <summary>The same in every run: `launch-ACCOUNT-OWNER`, or `creation-ACCOUNT-` and a hash of the caller. Names its triage file.</summary>
    public required string Id { get; init; }

    public required CallKind Kind { get; init; }

    public required Verdict Verdict { get; init; }

    public required string Account { get; init; }

    public string AccountName { get; init; } = "";

    public string OrganizationalUnit { get; init; } = "";

    /// <summary>The owner of the images; <see cref="ImageOwners.Unknown"/>, or empty for calls on none.</summary>
    public required string Owner { get; init; }

    public required ImmutableArray<string> Actions { get; init; }

    public required ImmutableArray<string> Principals { get; init; }

    public required ImmutableArray<string> Images { get; init; }

    /// <summary>Services that called on someone's behalf.</summary>
    public required ImmutableArray<string> Services { get; init; }

    public required ImmutableArray<string> Regions { get; init; }

    /// <summary>What denies: the layer, and for a service control policy the statement.</summary>
    public required ImmutableArray<string> DeniedBy { get; init; }

    public required long Calls { get; init; }

    /// <summary>Of these, the calls that did succeed: what would stop working.</summary>
    public required long Succeeded { get; init; }

    /// <summary>Of these, the calls that a policy denied already.</summary>
    public required long DeniedAlready { get; init; }

    /// <summary>Of these, the dry runs: nothing was to happen.</summary>
    public required long DryRuns { get; init; }

    /// <summary>Of these, the launches by services whose own role no service control policy reaches.</summary>
    public required long ByServiceLinkedRole { get; init; }

    public DateTimeOffset? First { get; init; }

    public DateTimeOffset? Last { get; init; }

    public required Advice Advice { get; init; }

    /// <summary>What people decided; null while it is open.</summary>
    public TriageEntry? Triage { get; init; }

    /// <summary>Where every call was a dry run or denied already, there is nothing to decide on.</summary>
    public bool IsOpen => Calls > DeniedAlready + DryRuns && Triage is not { State: TriageState.Closed };
}

/// <summary>What to do about a finding.</summary>
/// <param name="Outcome">Null when something must be found out first.</param>
/// <param name="Command">Ready to run, but for the ticket; null when there is none.</param>
/// <param name="Message">To the owner of the account; null when nobody needs to be told.</param>
public sealed record Advice(TriageOutcome? Outcome, string Why, string? Command, string? Message);

/// <summary>How much an entry of the allow list was used.</summary>
/// <param name="Kind">`publisher`, `alias`, `managed service` or `exception`.</param>
public sealed record OwnerUse(string Owner, string Kind, string Name, long Launches, DateTimeOffset? Last);

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
    public long LaunchesWith(Verdict verdict) =>
        Findings.Where(f => f.Kind == CallKind.Launch && f.Verdict == verdict).Sum(f => f.Succeeded);

    /// <summary>What the ledger counts as files.</summary>
    public (string One, string Several) Unit { get; init; } = ("file", "files");

    /// <summary>Of all calls that were recorded and are watched, denied or not.</summary>
    public DateTimeOffset? First { get; init; }

    public DateTimeOffset? Last { get; init; }

    public ReplayRecord Replay(DateTimeOffset now) => new(now, First, Last, Launches, Ledger.GapCount);

    /// <summary>Findings that must be decided on before anything is enforced.</summary>
    public IEnumerable<BacktestFinding> Open => Findings.Where(f => f.IsOpen);
}
