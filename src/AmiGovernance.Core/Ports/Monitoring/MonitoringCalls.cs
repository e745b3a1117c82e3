using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports.Monitoring;

/// <summary>Which calls a change takes, by their IAM actions.</summary>
public static class MonitoringCalls
{
    private sealed record Calls(
        ImmutableArray<string> Create,
        ImmutableArray<string> Update,
        ImmutableArray<string> Delete
    );

    private static readonly Dictionary<MonitoringKind, Calls> ByKind = new()
    {
        [MonitoringKind.Topic] = new(["sns:CreateTopic"], ["sns:SetTopicAttributes"], ["sns:DeleteTopic"]),
        // A subscription ends with its topic.
        [MonitoringKind.Subscription] = new(["sns:Subscribe"], ["sns:Subscribe"], ["sns:Subscribe"]),
        [MonitoringKind.MetricFilter] = new(
            ["logs:PutMetricFilter"],
            ["logs:PutMetricFilter"],
            ["logs:DeleteMetricFilter"]
        ),
        [MonitoringKind.Alarm] = new(
            ["cloudwatch:PutMetricAlarm"],
            ["cloudwatch:PutMetricAlarm"],
            ["cloudwatch:DeleteAlarms"]
        ),
        [MonitoringKind.Rule] = new(
            ["events:PutRule", "events:PutTargets"],
            ["events:PutRule", "events:RemoveTargets", "events:PutTargets"],
            ["events:RemoveTargets", "events:DeleteRule"]
        ),
        [MonitoringKind.Dashboard] = new(
            ["cloudwatch:PutDashboard"],
            ["cloudwatch:PutDashboard"],
            ["cloudwatch:DeleteDashboards"]
        ),
    };

    public static ImmutableArray<string> Of(MonitoringKind kind, MonitoringChange change) =>
        change switch
        {
            MonitoringChange.Create => ByKind[kind].Create,
            MonitoringChange.Update => ByKind[kind].Update,
            _ => ByKind[kind].Delete,
        };

    /// <summary>Needed, too, where tags are given to what is made.</summary>
    public static string Tag(MonitoringKind kind) =>
        kind switch
        {
            MonitoringKind.Topic => "sns:TagResource",
            MonitoringKind.Rule => "events:TagResource",
            _ => "cloudwatch:TagResource",
        };
}
