using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Features.Planning;

public static class PlanningDiagnostics
{
    public static readonly DiagnosticDescriptor PlanChanged = new(
        "AMI0502",
        Severity.Error,
        "plan changed after it was written"
    );
    public static readonly DiagnosticDescriptor LogBroken = new(
        "AMI0503",
        Severity.Error,
        "deployment record is corrupt"
    );

    public static readonly DiagnosticDescriptor NotPlannable = new(
        "AMI0504",
        Severity.Error,
        "policies cannot be deployed to this organization"
    );
    public static readonly DiagnosticDescriptor PlanStale = new("AMI0505", Severity.Error, "plan is stale");
    public static readonly DiagnosticDescriptor NeedsPromotion = new(
        "AMI0506",
        Severity.Error,
        "enforcement goes through promotion"
    );
    public static readonly DiagnosticDescriptor NotProven = new(
        "AMI0507",
        Severity.Error,
        "policies would not do what they are for"
    );
    public static readonly DiagnosticDescriptor CallFailed = new(
        "AMI0508",
        Severity.Error,
        "deployment stopped at a call"
    );
    public static readonly DiagnosticDescriptor NotConfirmed = new(
        "AMI0509",
        Severity.Error,
        "change was not confirmed"
    );

    public static readonly DiagnosticDescriptor CarriedByOther = new(
        "AMI0553",
        Severity.Error,
        "another system deploys the policies"
    );

    public static readonly DiagnosticDescriptor NoCarrier = new("AMI0554", Severity.Error, "no carrier is named");

    public static readonly DiagnosticDescriptor GetsWeaker = new(
        "AMI0510",
        Severity.Error,
        "organization would get weaker"
    );

    public static readonly DiagnosticDescriptor LogForked = new(
        "AMI0515",
        Severity.Error,
        "deployment record has two ends"
    );

    public static readonly DiagnosticDescriptor RecordBehind = new(
        "AMI0516",
        Severity.Error,
        "organization was changed by a deployment that is not in the record"
    );

    public static readonly DiagnosticDescriptor NotMarked = new(
        "AMI0517",
        Severity.Warning,
        "deployment is not marked on AWS"
    );

    public static readonly DiagnosticDescriptor NotCompared = new(
        "AMI0518",
        Severity.Note,
        "not compared with what is deployed"
    );

    public static readonly DiagnosticDescriptor RecordOfAnother = new(
        "AMI0519",
        Severity.Error,
        "deployment record is of another organization"
    );

    public static readonly DiagnosticDescriptor[] All =
    [
        PlanChanged,
        LogBroken,
        NotPlannable,
        PlanStale,
        NeedsPromotion,
        NotProven,
        CallFailed,
        NotConfirmed,
        CarriedByOther,
        NoCarrier,
        GetsWeaker,
        LogForked,
        RecordBehind,
        NotMarked,
        NotCompared,
        RecordOfAnother,
    ];
}
