using AmiGovernance.Core.Diagnostics;

namespace AmiGovernance.Core.Proof;

public static class ProofDiagnostics
{
    public static readonly DiagnosticDescriptor GuaranteeRefuted = new(
        "AMI0321",
        Severity.Error,
        "guarantee does not hold"
    );

    public static readonly DiagnosticDescriptor[] All = [GuaranteeRefuted];
}
