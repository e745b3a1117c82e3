using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Policies.Iam;

internal static class PolicyDiagnostics
{
    public static readonly DiagnosticDescriptor Grammar = new(
        "AMI0301",
        Severity.Error,
        "policy element missing, unknown or of the wrong form"
    );
    public static readonly DiagnosticDescriptor NotInScp = new(
        "AMI0302",
        Severity.Error,
        "element not allowed in a service control policy"
    );
    public static readonly DiagnosticDescriptor UnknownOperator = new(
        "AMI0303",
        Severity.Error,
        "unknown condition operator"
    );

    public static readonly DiagnosticDescriptor[] All = [Grammar, NotInScp, UnknownOperator];
}
