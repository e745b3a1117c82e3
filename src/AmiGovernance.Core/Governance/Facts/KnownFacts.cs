using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Governance.Facts;

/// <summary>
/// What the decisions of a repository take AWS to do, where a cassette can change that: as <see cref="AwsFacts"/> has it, unless it was
/// measured.
/// </summary>
public sealed record KnownFacts
{
    public static readonly KnownFacts Assumed = new();

    /// <summary>Of a service control policy.</summary>
    public KnownFact<int> ScpCharacters { get; init; } = new(AwsFacts.ScpCharacters.Value);

    /// <summary>What `@@none` on a node of a declarative policy locks below it.</summary>
    public KnownFact<LockReach> Locks { get; init; } = new(LockReach.NewKeysToo);

    /// <summary>Whether a dry run of a launch is refused by the declarative layer too.</summary>
    public KnownFact<bool> DryRunShowsBoth { get; init; } = new(false);

    public BlockedLaunch BlockedLaunch { get; init; } = BlockedLaunch.Assumed;
}

/// <param name="Measured">What was measured, with the cassette; null where nothing was.</param>
public sealed record KnownFact<T>(T Value, string? Measured = null)
{
    /// <summary>To be put behind a sentence that rests on it; empty where nothing was measured.</summary>
    public string Remark => Measured is null ? "" : $" (measured: {Measured})";
}
