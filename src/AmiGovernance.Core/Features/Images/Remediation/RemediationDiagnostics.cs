using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>What can keep an image from being made private, or given back.</summary>
internal static class RemediationDiagnostics
{
    public static readonly DiagnosticDescriptor NotDecided = new(
        "AMI1010",
        Severity.Warning,
        "nobody has decided about a public image"
    );
    public static readonly DiagnosticDescriptor DecisionIncomplete = new(
        "AMI1011",
        Severity.Error,
        "decision cannot be carried out"
    );
    public static readonly DiagnosticDescriptor KeepExpired = new(
        "AMI1012",
        Severity.Error,
        "decision to keep an image public has ended"
    );
    public static readonly DiagnosticDescriptor ImageNotReached = new(
        "AMI1013",
        Severity.Error,
        "image cannot be read"
    );
    public static readonly DiagnosticDescriptor ChangeFailed = new(
        "AMI1014",
        Severity.Error,
        "image could not be changed"
    );
    public static readonly DiagnosticDescriptor LogBroken = new(
        "AMI1015",
        Severity.Error,
        "remediation log is corrupt"
    );
    public static readonly DiagnosticDescriptor NothingToUndo = new("AMI1016", Severity.Error, "nothing to take back");
    public static readonly DiagnosticDescriptor UsageUnknown = new(
        "AMI1017",
        Severity.Warning,
        "who uses an image is not known"
    );

    public static readonly DiagnosticDescriptor[] All =
    [
        NotDecided,
        DecisionIncomplete,
        KeepExpired,
        ImageNotReached,
        ChangeFailed,
        LogBroken,
        NothingToUndo,
        UsageUnknown,
    ];
}
