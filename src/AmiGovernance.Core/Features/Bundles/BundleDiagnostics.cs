using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Features.Bundles;

/// <summary>Findings about policy bundles.</summary>
public static class BundleDiagnostics
{
    public static readonly DiagnosticDescriptor Unusable = new("AMI1130", Severity.Error, "policy bundle not usable");
    public static readonly DiagnosticDescriptor NotTrusted = new(
        "AMI1131",
        Severity.Error,
        "policy bundle is not signed by whom it must be"
    );
    public static readonly DiagnosticDescriptor Old = new("AMI1132", Severity.Warning, "policy bundle is old");
    public static readonly DiagnosticDescriptor NotMade = new(
        "AMI1133",
        Severity.Error,
        "policy bundle cannot be made"
    );

    public static readonly IReadOnlyList<DiagnosticDescriptor> All = [Unusable, NotTrusted, Old, NotMade];
}
