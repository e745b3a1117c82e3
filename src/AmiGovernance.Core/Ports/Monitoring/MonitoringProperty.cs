using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports.Monitoring;

/// <summary>What <see cref="MonitoringResource.Properties"/> are called.</summary>
public static class MonitoringProperty
{
    public const string Policy = "policy",
        Pattern = "pattern",
        Namespace = "namespace",
        Metric = "metric",
        Value = "value",
        Default = "default";
    public const string Description = "description",
        Dimensions = "dimensions",
        Statistic = "statistic",
        Period = "period",
        Periods = "evaluation_periods",
        Threshold = "threshold",
        Comparison = "comparison";
    public const string MissingData = "missing_data",
        Actions = "alarm_actions",
        OkActions = "ok_actions",
        UnknownActions = "insufficient_data_actions",
        IsEnabled = "enabled";
    public const string EventPattern = "event_pattern",
        Schedule = "schedule",
        Body = "body",
        Subscribers = "subscribers";

    /// <summary>A target of a rule: its id behind it, the ARN as the value.</summary>
    public const string Target = "target:";

    /// <summary>Empty values are left out, as services leave them out.</summary>
    public static ImmutableSortedDictionary<string, string> Set(params ReadOnlySpan<(string Name, string Value)> values)
    {
        var found = MonitoringResource.Nothing.ToBuilder();
        foreach (var (name, value) in values)
            if (value.Length > 0)
                found[name] = value;
        return found.ToImmutable();
    }
}
