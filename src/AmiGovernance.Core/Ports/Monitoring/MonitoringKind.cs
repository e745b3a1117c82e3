namespace AmiGovernance.Core.Ports.Monitoring;

/// <summary>In the order in which they are made: what publishes comes after what it publishes to.</summary>
public enum MonitoringKind
{
    Topic,
    Subscription,
    MetricFilter,
    Alarm,
    Rule,
    Dashboard,
}

public static class MonitoringKinds
{
    /// <summary>Such as `metric_filter`, as JSON has it.</summary>
    public static string Name(this MonitoringKind kind) =>
        kind == MonitoringKind.MetricFilter ? "metric_filter" : kind.ToString().ToLowerInvariant();

    /// <summary>Such as `metric filter`.</summary>
    public static string Words(this MonitoringKind kind) => kind.Name().Replace('_', ' ');
}
