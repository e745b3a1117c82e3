using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Features.Monitoring;

internal static class MonitoringDiagnostics
{
    public static readonly DiagnosticDescriptor NoLogGroup = new(
        "AMI0942",
        Severity.Error,
        "log group cannot be watched"
    );
    public static readonly DiagnosticDescriptor NotOurs = new(
        "AMI0943",
        Severity.Error,
        "something else has a name that monitoring needs"
    );
    public static readonly DiagnosticDescriptor RecordBroken = new(
        "AMI0944",
        Severity.Error,
        "record of monitoring is corrupt"
    );

    public static readonly DiagnosticDescriptor[] All = [NoLogGroup, NotOurs, RecordBroken];
}
