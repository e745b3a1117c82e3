using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>What a place must have for a <see cref="MonitoringSet"/>, resource by resource.</summary>
public static class WantedMonitoring
{
    public static ImmutableArray<MonitoringResource> Of(MonitoringSet set, MonitoringPlace place)
    {
        var tags = set.Input.Tags.SetItem(DesiredState.OwnerTag, "true");
        return
        [
            new(MonitoringKind.Topic, MonitoringSet.Topic)
            {
                Tags = tags,
                Properties = Properties(
                    (MonitoringProperty.Policy, FixedJson.Of(TopicPolicy.Text(place.TopicArn, place.Account.Value)))
                ),
            },
            .. set.Input.Mail is { } mail
                ? [new MonitoringResource(MonitoringKind.Subscription, $"email:{mail}")]
                : ImmutableArray<MonitoringResource>.Empty,
            .. set.Filters.Select(f => Filter(f, set.Input.LogGroup)),
            .. set.Alarms.Select(a => Alarm(a, set.Input.LogGroup, place) with { Tags = tags }),
            new(MonitoringKind.Rule, MonitoringSet.Rule)
            {
                Tags = tags,
                Properties = Properties(
                    (MonitoringProperty.Description, EventPattern.Description),
                    (MonitoringProperty.EventPattern, FixedJson.Of(EventPattern.Text)),
                    (MonitoringProperty.IsEnabled, "true"),
                    ($"{MonitoringProperty.Target}topic", place.TopicArn)
                ),
            },
            new(MonitoringKind.Dashboard, MonitoringSet.Dashboard)
            {
                Tags = tags,
                Properties = Properties((MonitoringProperty.Body, FixedJson.Of(DashboardBody.Text(set)))),
            },
        ];
    }

    private static MonitoringResource Filter(MetricFilter filter, string logGroup) =>
        new(MonitoringKind.MetricFilter, $"{logGroup}:{filter.Name}")
        {
            Properties = Properties(
                (MonitoringProperty.Pattern, filter.Pattern),
                (MonitoringProperty.Namespace, MonitoringSet.Namespace),
                (MonitoringProperty.Metric, filter.Metric),
                (MonitoringProperty.Value, "1"),
                (MonitoringProperty.Default, "0")
            ),
        };

    private static MonitoringResource Alarm(MetricAlarm alarm, string logGroup, MonitoringPlace place) =>
        new(MonitoringKind.Alarm, alarm.Name)
        {
            Properties = Properties(
                (MonitoringProperty.Description, alarm.Description),
                (MonitoringProperty.Namespace, alarm.Namespace),
                (MonitoringProperty.Metric, alarm.Metric),
                (MonitoringProperty.Dimensions, alarm.BelowOne ? $"LogGroupName={logGroup}" : ""),
                (MonitoringProperty.Statistic, "Sum"),
                (MonitoringProperty.Period, Text(alarm.Period)),
                (MonitoringProperty.Periods, "1"),
                (MonitoringProperty.Threshold, Text(alarm.Threshold)),
                (MonitoringProperty.Comparison, alarm.Comparison),
                (MonitoringProperty.MissingData, alarm.MissingData),
                (MonitoringProperty.Actions, place.TopicArn),
                (MonitoringProperty.IsEnabled, "true")
            ),
        };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Empty values are left out, as services leave them out.</summary>
    public static ImmutableSortedDictionary<string, string> Properties(
        params ReadOnlySpan<(string Name, string Value)> values
    )
    {
        var found = MonitoringResource.Nothing.ToBuilder();
        foreach (var (name, value) in values)
            if (value.Length > 0)
                found[name] = value;
        return found.ToImmutable();
    }
}
