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
