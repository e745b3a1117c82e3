using System.Collections.Immutable;

namespace AmiGovernance.Core.Governance.Proof;

/// <param name="Partitioned">Which classes of requests were looked at.</param>
public sealed record GuaranteeResult(Guarantee Guarantee, ProofOutcome Outcome, Partitioned Partitioned)
{
    public int Classes => Partitioned.Classes;

    public GuaranteeId Id => Guarantee.Id;

    /// <summary>From 1, as in docs/reference/guarantees.md.</summary>
    public int Number => (int)Guarantee.Id;

    public string Title => Guarantee.Title;

    /// <summary>Why it is refuted or not proven, in one sentence.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether the configuration has a finding of its own for the reason.</summary>
    public bool HasOwnFinding { get; init; }

    /// <summary>Whether it is refuted, or not proven without anything else saying so.</summary>
    public bool IsFinding => Outcome == ProofOutcome.Refuted || Outcome == ProofOutcome.NotProven && !HasOwnFinding;

    /// <summary>Arguments of `amigov explain` that show the request which breaks it; empty when there is none.</summary>
    public ShellText Counterexample { get; init; }

    /// <summary>The request of the counterexample, where policies decide it by its resources.</summary>
    internal Example? Request { get; init; }

    /// <summary>What neither layer covers; printed with the guarantee, never hidden.</summary>
    public ImmutableArray<string> Gaps { get; init; } = [];
}
