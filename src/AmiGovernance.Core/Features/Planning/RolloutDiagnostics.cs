using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Features.Planning;

public static class RolloutDiagnostics
{
    public static readonly DiagnosticDescriptor ModeNotReviewed = new(
        "AMI0720",
        Severity.Error,
        "generated policies are in the wrong mode for the promotion"
    );
    public static readonly DiagnosticDescriptor NotAsAudited = new(
        "AMI0721",
        Severity.Error,
        "what would be enforced was not audited"
    );
    public static readonly DiagnosticDescriptor NothingToGoBackTo = new(
        "AMI0722",
        Severity.Error,
        "deployment to go back from is not recorded"
    );
    public static readonly DiagnosticDescriptor RecordedElsewhere = new(
        "AMI0723",
        Severity.Warning,
        "deployment recorded beside a broken record"
    );
    public static readonly DiagnosticDescriptor NotInEffect = new(
        "AMI0724",
        Severity.Warning,
        "change not yet in effect"
    );

    public static readonly DiagnosticDescriptor GateClosed = new(
        "AMI0725",
        Severity.Error,
        "gate before enforcement is not passed"
    );

    public static readonly DiagnosticDescriptor NoStatusReport = new(
        "AMI0911",
        Severity.Error,
        "account status report cannot be shown"
    );

    public static readonly DiagnosticDescriptor[] All =
    [
        ModeNotReviewed,
        NotAsAudited,
        NothingToGoBackTo,
        RecordedElsewhere,
        NotInEffect,
        GateClosed,
        NoStatusReport,
    ];
}
