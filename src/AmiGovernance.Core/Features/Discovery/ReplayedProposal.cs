using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Discovery;

/// <summary>What a proposal, enforced, would have made of recorded launches.</summary>
/// <param name="Launches">All that were replayed.</param>
/// <param name="Hits">Those that it does not simply allow: what nobody meant to deny comes first.</param>
public sealed record ReplayedProposal(long Launches, ImmutableArray<ReplayedLaunches> Hits)
{
    /// <summary>Why nothing could be replayed; null when it was.</summary>
    public string? Problem { get; init; }

    /// <summary>Of the launches, those that a layer denies.</summary>
    public long Denied => Count(h => h.IsDenied);

    /// <summary>Of the denied ones, those of owners that the proposal refuses.</summary>
    public long Meant => Count(h => h.IsDenied && h.IsMeant);

    /// <summary>Of the launches, those whose image has no known owner, or that depend on something else no record tells.</summary>
    public long Undecided => Count(h => !h.IsDenied);

    private long Count(Func<ReplayedLaunches, bool> which) => Hits.Where(which).Sum(h => h.Launches);
}

/// <summary>Launches of one owner's images by one account.</summary>
/// <param name="Owner">As `ec2:Owner` has it, or `unknown`.</param>
/// <param name="Account">As records have it.</param>
/// <param name="Verdict">`denied` or `undecided`.</param>
/// <param name="Launches">How many.</param>
/// <param name="IsMeant">The proposal refuses the owner.</param>
public sealed record ReplayedLaunches(string Owner, string Account, string Verdict, long Launches, bool IsMeant)
{
    /// <summary>Some of them.</summary>
    public ImmutableArray<string> Images { get; init; } = [];

    /// <summary>The layer, and for a service control policy the statement.</summary>
    public ImmutableArray<string> DeniedBy { get; init; } = [];

    /// <summary>Of the launches.</summary>
    public DateTimeOffset? Last { get; init; }

    internal bool IsDenied => Verdict == "denied";
}

/// <summary>A proposal from the first part of a period, replayed over the rest.</summary>
/// <param name="Split">Where the second part begins.</param>
/// <param name="LearntFrom">Launches of the first part.</param>
/// <param name="Replay">Of the second part.</param>
public sealed record HeldOutProof(DateTimeOffset Split, long LearntFrom, ReplayedProposal Replay);
