using System.Diagnostics;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>The gates between audit mode and enforcement (runbook, "Phase 2: Enforcement Mode Deployment").</summary>
public enum GateName
{
    AuditTime,
    Violations,
    Notified,
    Ticket,
}

public static class GateNames
{
    internal static readonly GateName[] All = Enum.GetValues<GateName>();

    /// <summary>As the command line and the record spell them.</summary>
    public static readonly IReadOnlyList<string> Ids = [.. All.Select(Id)];

    public static string Id(this GateName gate) =>
        gate switch
        {
            GateName.AuditTime => "audit-time",
            GateName.Violations => "violations",
            GateName.Notified => "notified",
            GateName.Ticket => "ticket",
            _ => throw new UnreachableException(),
        };

    internal static string Title(this GateName gate) =>
        gate switch
        {
            GateName.AuditTime => "audit mode ran long enough",
            GateName.Violations => "no open violation without exception or remediation plan",
            GateName.Notified => "stakeholders are notified",
            GateName.Ticket => "the change is approved",
            _ => throw new UnreachableException(),
        };
}
