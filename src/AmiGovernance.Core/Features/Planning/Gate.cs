using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>The gates between audit mode and enforcement (runbook, "Phase 2: Enforcement Mode Deployment").</summary>
public enum GateName
{
    AuditTime,
    Violations,
    Notified,
    Ticket,
}

/// <param name="Evidence">What was found, also when the gate is closed.</param>
public sealed record Gate(GateName Name, bool IsOpen, ImmutableArray<string> Evidence)
{
    public static readonly IReadOnlyList<string> Names = ["audit-time", "violations", "notified", "ticket"];

    public static readonly IReadOnlyList<string> Titles =
    [
        "audit mode ran long enough",
        "no open violation without exception or remediation plan",
        "stakeholders are notified",
        "the change is approved",
    ];

    /// <summary>Why it is passed though it is closed; null when nobody said so.</summary>
    public string? Override { get; init; }

    public bool Passes => IsOpen || Override is not null;

    public string Id => Names[(int)Name];

    public string Title => Titles[(int)Name];
}
