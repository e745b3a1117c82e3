using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Monitoring;

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

public static class MonitoringNames
{
    /// <summary>Such as `metric_filter`, as JSON has it.</summary>
    public static string Name(this MonitoringKind kind) =>
        kind == MonitoringKind.MetricFilter ? "metric_filter" : kind.ToString().ToLowerInvariant();

    /// <summary>Such as `metric filter`.</summary>
    public static string Words(this MonitoringKind kind) => kind.Name().Replace('_', ' ');

    public static string Name(this MonitoringChange change) => change.ToString().ToLowerInvariant();
}

/// <summary>Where monitoring is: in the account and Region of the trail's log group.</summary>
public sealed record MonitoringPlace(string Partition, AccountId Account, string Region)
{
    /// <summary>The name of the topic that alarms and rules publish to.</summary>
    public const string TopicName = "ami-governance-alarms";

    public string TopicArn => $"arn:{Partition}:sns:{Region}:{Account}:{TopicName}";
}

/// <summary>One thing in AWS that belongs to the monitoring, as it is or as it must be.</summary>
/// <param name="Name">Unique for a kind. A metric filter's is `LOGGROUP:FILTER`, a subscription's `PROTOCOL:ENDPOINT`; neither part can hold a `:` before the other.</param>
public sealed record MonitoringResource(MonitoringKind Kind, string Name)
{
    public static readonly ImmutableSortedDictionary<string, string> Nothing = ImmutableSortedDictionary<
        string,
        string
    >.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>What can be told apart, by names of our own; documents are in one fixed form (<see cref="FixedJson"/>).</summary>
    public ImmutableSortedDictionary<string, string> Properties { get; init; } = Nothing;

    /// <summary>Subscriptions and metric filters have none.</summary>
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = Nothing;

    public bool HasTags => Kind is not (MonitoringKind.Subscription or MonitoringKind.MetricFilter);
}

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
}
