using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports.Monitoring;

/// <summary>Which calls a change takes, by their IAM actions.</summary>
public static class MonitoringCalls
{
    public static ImmutableArray<string> Of(MonitoringKind kind, MonitoringChange change) =>
        (kind, change) switch
        {
            (MonitoringKind.Topic, MonitoringChange.Create) => ["sns:CreateTopic"],
            (MonitoringKind.Topic, MonitoringChange.Update) => ["sns:SetTopicAttributes"],
            (MonitoringKind.Topic, _) => ["sns:DeleteTopic"],
            (MonitoringKind.Subscription, _) => ["sns:Subscribe"],
            (MonitoringKind.MetricFilter, MonitoringChange.Delete) => ["logs:DeleteMetricFilter"],
            (MonitoringKind.MetricFilter, _) => ["logs:PutMetricFilter"],
            (MonitoringKind.Alarm, MonitoringChange.Delete) => ["cloudwatch:DeleteAlarms"],
            (MonitoringKind.Alarm, _) => ["cloudwatch:PutMetricAlarm"],
            (MonitoringKind.Rule, MonitoringChange.Create) => ["events:PutRule", "events:PutTargets"],
            (MonitoringKind.Rule, MonitoringChange.Update) =>
            [
                "events:PutRule",
                "events:RemoveTargets",
                "events:PutTargets",
            ],
            (MonitoringKind.Rule, _) => ["events:RemoveTargets", "events:DeleteRule"],
            (_, MonitoringChange.Delete) => ["cloudwatch:DeleteDashboards"],
            _ => ["cloudwatch:PutDashboard"],
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
