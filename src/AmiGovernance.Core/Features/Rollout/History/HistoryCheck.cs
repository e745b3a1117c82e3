namespace AmiGovernance.Core.Features.Rollout.History;

public enum HistoryOutcome
{
    Holds,
    Refuted,

    /// <summary>It could not be looked at.</summary>
    Unknown,

    /// <summary>There is nothing to compare with, or it was not asked for.</summary>
    Skipped,
}

/// <summary>One look at the deployment record.</summary>
/// <param name="Source">What it was compared with, such as `AWS`.</param>
/// <param name="Text">What was found.</param>
public sealed record HistoryCheck(string Source, HistoryOutcome Outcome, string Text)
{
    /// <summary>What to do; null when there is nothing.</summary>
    public string? Help { get; init; }
}
