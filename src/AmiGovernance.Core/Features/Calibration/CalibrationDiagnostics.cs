using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Features.Calibration;

/// <summary>Findings about calibrations and what they measured.</summary>
public static class CalibrationDiagnostics
{
    public static readonly DiagnosticDescriptor Refused = new(
        "AMI1140",
        Severity.Error,
        "organization or account is not for calibrations"
    );
    public static readonly DiagnosticDescriptor NotRemoved = new(
        "AMI1141",
        Severity.Error,
        "something that a calibration made is left"
    );
    public static readonly DiagnosticDescriptor NotTaken = new("AMI1142", Severity.Error, "cassette not taken over");
    public static readonly DiagnosticDescriptor Contradicts = new(
        "AMI1143",
        Severity.Error,
        "cassette contradicts what was measured before"
    );
    public static readonly DiagnosticDescriptor UnknownFact = new(
        "AMI1144",
        Severity.Warning,
        "measured fact is not understood"
    );

    public static readonly DiagnosticDescriptor MeasuredOtherwise = new(
        "AMI1145",
        Severity.Warning,
        "AWS was measured to do otherwise than the policies need"
    );

    public static readonly DiagnosticDescriptor FollowsMeasured = new(
        "AMI1146",
        Severity.Note,
        "decided by what was measured"
    );

    public static readonly IReadOnlyList<DiagnosticDescriptor> All =
    [
        Refused,
        NotRemoved,
        NotTaken,
        Contradicts,
        UnknownFact,
        MeasuredOtherwise,
        FollowsMeasured,
    ];
}
