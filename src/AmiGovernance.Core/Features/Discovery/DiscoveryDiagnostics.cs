using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Features.Discovery;

public static class DiscoveryDiagnostics
{
    public static readonly DiagnosticDescriptor NoOpsPublisher = new(
        "AMI0914",
        Severity.Error,
        "no account to publish images"
    );

    public static readonly DiagnosticDescriptor[] All = [NoOpsPublisher];
}
