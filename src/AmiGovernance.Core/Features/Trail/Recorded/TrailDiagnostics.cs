using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Features.Trail.Recorded;

public static class TrailDiagnostics
{
    public static readonly DiagnosticDescriptor NotWhole = new(
        "AMI0901",
        Severity.Warning,
        "trail file not read, or not whole"
    );
    public static readonly DiagnosticDescriptor NothingToRead = new("AMI0902", Severity.Error, "no trail files found");
    public static readonly DiagnosticDescriptor OtherQuestion = new(
        "AMI0903",
        Severity.Error,
        "saved state answers another question"
    );
    public static readonly DiagnosticDescriptor OwnersUnreadable = new(
        "AMI0905",
        Severity.Error,
        "image owners cannot be read"
    );
    public static readonly DiagnosticDescriptor TriageWrong = new(
        "AMI0906",
        Severity.Error,
        "triage file contradicts itself"
    );
    public static readonly DiagnosticDescriptor EnforcementUnknown = new(
        "AMI0908",
        Severity.Warning,
        "audit-mode policies do not say what enforcement denies"
    );
    public static readonly DiagnosticDescriptor AllLeftOut = new(
        "AMI0909",
        Severity.Warning,
        "no recorded call of the times and places that were asked about"
    );

    public static readonly DiagnosticDescriptor Unrecorded = new(
        "AMI0912",
        Severity.Warning,
        "decision on a finding that is not recorded"
    );

    public static readonly DiagnosticDescriptor NoTriage = new("AMI0915", Severity.Warning, "no such triage folder");

    public static readonly DiagnosticDescriptor[] All =
    [
        NotWhole,
        NothingToRead,
        OtherQuestion,
        OwnersUnreadable,
        TriageWrong,
        EnforcementUnknown,
        AllLeftOut,
        Unrecorded,
        NoTriage,
    ];
}
