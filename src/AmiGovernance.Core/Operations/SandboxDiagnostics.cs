using AmiGovernance.Core.Diagnostics;

namespace AmiGovernance.Core.Operations;

public static class SandboxDiagnostics
{
    public static readonly DiagnosticDescriptor Inconsistent = new(
        "AMI0801",
        Severity.Error,
        "sandbox world contradicts itself"
    );

    public static readonly DiagnosticDescriptor[] All = [Inconsistent];
}
