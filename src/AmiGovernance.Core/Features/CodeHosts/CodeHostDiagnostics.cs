using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Features.CodeHosts;

public static class CodeHostDiagnostics
{
    public static readonly DiagnosticDescriptor NotCommented = new("AMI0648", Severity.Error, "comment not written");

    public static readonly DiagnosticDescriptor[] All = [NotCommented];
}
