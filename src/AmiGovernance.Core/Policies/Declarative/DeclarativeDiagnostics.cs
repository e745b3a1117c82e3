using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Policies.Declarative;

internal static class DeclarativeDiagnostics
{
    public static readonly DiagnosticDescriptor Grammar = new(
        "AMI0307",
        Severity.Error,
        "not the form of a declarative policy"
    );
    public static readonly DiagnosticDescriptor UnknownKey = new(
        "AMI0308",
        Severity.Error,
        "unknown key in a declarative policy"
    );
    public static readonly DiagnosticDescriptor Limit = new(
        "AMI0309",
        Severity.Error,
        "value that AWS does not accept in a declarative policy"
    );

    public static readonly DiagnosticDescriptor[] All = [Grammar, UnknownKey, Limit];
}
