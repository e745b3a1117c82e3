using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Features.Decisions;

public static class SandboxDiagnostics
{
    public static readonly DiagnosticDescriptor Inconsistent = new(
        "AMI0801",
        Severity.Error,
        "sandbox world contradicts itself"
    );

    public static readonly DiagnosticDescriptor[] All = [Inconsistent];
}
