using System.Collections.Immutable;

namespace AmiGovernance.Core.Governance.Proof;

public enum ProofOutcome
{
    /// <summary>Holds for every class of requests.</summary>
    Proven,

    /// <summary>A request was found that breaks it.</summary>
    Refuted,

    /// <summary>A document holds a condition that the prover does not partition along, or an assumption is missing.</summary>
    NotProven,

    /// <summary>The guarantee speaks of another mode, or nothing it speaks of is configured.</summary>
    NotApplicable,
}

/// <param name="Number">From 1, as in docs/reference/guarantees.md.</param>
/// <param name="Classes">How many classes of requests were looked at.</param>
public sealed record GuaranteeResult(int Number, string Title, ProofOutcome Outcome, int Classes)
{
    /// <summary>Why it is refuted or not proven, in one sentence.</summary>
    public string? Reason { get; init; }

    /// <summary>Arguments of `amigov explain` that show the request which breaks it.</summary>
    public string? Counterexample { get; init; }

    /// <summary>What neither layer covers; printed with the guarantee, never hidden.</summary>
    public ImmutableArray<string> Gaps { get; init; } = [];
}
