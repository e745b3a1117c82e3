using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Policies.Organizations;

internal static class OrganizationDiagnostics
{
    public static readonly DiagnosticDescriptor Inconsistent = new(
        "AMI0501",
        Severity.Error,
        "organization file contradicts itself"
    );

    public static readonly DiagnosticDescriptor[] All = [Inconsistent];
}
