using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Governance.Proof;

internal static class ProofDiagnostics
{
    public static readonly DiagnosticDescriptor GuaranteeRefuted = new(
        "AMI0321",
        Severity.Error,
        "guarantee does not hold"
    );

    public static readonly DiagnosticDescriptor[] All = [GuaranteeRefuted];
}
