using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Features.Handover;

internal static class HandoverDiagnostics
{
    public static readonly DiagnosticDescriptor NotCarried = new(
        "AMI0551",
        Severity.Error,
        "carrier cannot bring this to AWS unchanged"
    );
    public static readonly DiagnosticDescriptor NeedsOrganization = new(
        "AMI0552",
        Severity.Error,
        "carrier's files need what only the organization tells"
    );

    public static readonly DiagnosticDescriptor[] All = [NotCarried, NeedsOrganization];
}
