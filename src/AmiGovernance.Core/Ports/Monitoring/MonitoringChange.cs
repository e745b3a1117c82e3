namespace AmiGovernance.Core.Ports.Monitoring;

/// <summary>What a step does.</summary>
public enum MonitoringChange
{
    Create,
    Update,
    Delete,
}

public static class MonitoringChanges
{
    /// <summary>Such as `create`.</summary>
    public static string Name(this MonitoringChange change) => change.ToString().ToLowerInvariant();
}
