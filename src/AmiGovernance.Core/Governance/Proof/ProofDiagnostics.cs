using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Governance.Proof;

public static class ProofDiagnostics
{
    public static readonly DiagnosticDescriptor GuaranteeRefuted = new(
        "AMI0321",
        Severity.Error,
        "guarantee does not hold"
    );

    public static readonly DiagnosticDescriptor[] All = [GuaranteeRefuted];
}
