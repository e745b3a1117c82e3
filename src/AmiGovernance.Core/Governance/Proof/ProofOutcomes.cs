using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Governance.Proof;

public static class ProofOutcomes
{
    private static readonly EnumNames<ProofOutcome> Names = new(
        (ProofOutcome.Proven, "proven"),
        (ProofOutcome.Refuted, "refuted"),
        (ProofOutcome.NotProven, "not_proven"),
        (ProofOutcome.NotApplicable, "not_applicable")
    );

    /// <summary>As reports in JSON spell it.</summary>
    public static string Name(this ProofOutcome outcome) => Names.Of(outcome);

    /// <summary>For people.</summary>
    public static string Words(this ProofOutcome outcome) => outcome.Name().Replace('_', ' ');
}
