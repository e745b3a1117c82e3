using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Features.Impact;

public static class ImpactDiagnostics
{
    public static readonly DiagnosticDescriptor NotRead = new(
        "AMI0910",
        Severity.Warning,
        "uses of images not read, or not all"
    );

    public static readonly DiagnosticDescriptor[] All = [NotRead];
}
