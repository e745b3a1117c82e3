using AmiGovernance.Core.Diagnostics;

namespace AmiGovernance.Core.Planning;

public static class PlanningDiagnostics
{
    public static readonly DiagnosticDescriptor PlanChanged = new("AMI0502", Severity.Error, "plan changed after it was written");
    public static readonly DiagnosticDescriptor LogBroken = new("AMI0503", Severity.Error, "deployment record does not hold together");

    public static readonly DiagnosticDescriptor[] All = [PlanChanged, LogBroken];
}
