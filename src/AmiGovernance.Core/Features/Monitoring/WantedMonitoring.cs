using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>What a place must have for a <see cref="MonitoringSet"/>, resource by resource.</summary>
internal static class WantedMonitoring
{
    public static ImmutableArray<MonitoringResource> Of(MonitoringSet set, MonitoringPlace place)
    {
        var tags = set.Input.Tags.SetItem(DesiredState.OwnerTag, "true");
        return
        [
            Topic(place) with
            {
                Tags = tags,
            },
            .. Subscriptions(set.Input.Mail),
            .. set.Filters.Select(f => Filter(f, set.Input.LogGroup)),
            .. set.Alarms.Select(a => Alarm(a, set.Input.LogGroup, place) with { Tags = tags }),
            Rule(place) with
            {
                Tags = tags,
            },
            Dashboard(set) with
            {
                Tags = tags,
            },
        ];
    }

    private static MonitoringResource Topic(MonitoringPlace place) =>
        new(MonitoringKind.Topic, MonitoringSet.Topic)
        {
            Properties = MonitoringProperty.Set(
                (MonitoringProperty.Policy, FixedJson.Of(TopicPolicy.Text(place.TopicArn, place.Account)))
            ),
        };

    private static IEnumerable<MonitoringResource> Subscriptions(string? mail)
    {
        if (mail is not null)
            yield return new MonitoringResource(MonitoringKind.Subscription, $"email:{mail}");
    }

    private static MonitoringResource Filter(MetricFilter filter, string logGroup) =>
        new(MonitoringKind.MetricFilter, $"{logGroup}:{filter.Name}")
        {
            Properties = MonitoringProperty.Set(
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
            Properties = MonitoringProperty.Set(
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
                (MonitoringProperty.Actions, place.TopicArn.ToString()),
                (MonitoringProperty.IsEnabled, "true")
            ),
        };

    private static MonitoringResource Rule(MonitoringPlace place) =>
        new(MonitoringKind.Rule, MonitoringSet.Rule)
        {
            Properties = MonitoringProperty.Set(
                (MonitoringProperty.Description, EventPattern.Description),
                (MonitoringProperty.EventPattern, FixedJson.Of(EventPattern.Text)),
                (MonitoringProperty.IsEnabled, "true"),
                ($"{MonitoringProperty.Target}topic", place.TopicArn.ToString())
            ),
        };

    private static MonitoringResource Dashboard(MonitoringSet set) =>
        new(MonitoringKind.Dashboard, MonitoringSet.Dashboard)
        {
            Properties = MonitoringProperty.Set((MonitoringProperty.Body, FixedJson.Of(DashboardBody.Text(set)))),
        };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
