using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Governance.Proof;

internal static class ProofDiagnostics
{
    public static readonly DiagnosticDescriptor GuaranteeRefuted = new(
        "AMI0321",
        Severity.Error,
        "guarantee does not hold"
    );

    public static readonly DiagnosticDescriptor NotProven = new("AMI0322", Severity.Error, "guarantee is not proven");

    public static readonly DiagnosticDescriptor NoCertificate = new(
        "AMI0323",
        Severity.Error,
        "there is no certificate"
    );

    public static readonly DiagnosticDescriptor[] All = [GuaranteeRefuted, NotProven, NoCertificate];

    /// <summary>The code and the word of what does not hold.</summary>
    internal static (DiagnosticDescriptor Descriptor, string Word) Of(GuaranteeResult result) =>
        result.Outcome == ProofOutcome.Refuted ? (GuaranteeRefuted, "refuted") : (NotProven, "not proven");
}
