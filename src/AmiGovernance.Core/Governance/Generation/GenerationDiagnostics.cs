using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Governance.Generation;

internal static class GenerationDiagnostics
{
    public static readonly DiagnosticDescriptor OverQuota = new(
        "AMI0310",
        Severity.Error,
        "policy exceeds an AWS quota"
    );
    public static readonly DiagnosticDescriptor NearQuota = new(
        "AMI0311",
        Severity.Warning,
        "policy is near an AWS quota"
    );
    public static readonly DiagnosticDescriptor TooManyScps = new(
        "AMI0313",
        Severity.Warning,
        "service control policy split into several"
    );
    public static readonly DiagnosticDescriptor TooManyCriteria = new(
        "AMI0314",
        Severity.Error,
        "more image criteria than AWS allows"
    );

    public static readonly DiagnosticDescriptor[] All = [OverQuota, NearQuota, TooManyScps, TooManyCriteria];
}
