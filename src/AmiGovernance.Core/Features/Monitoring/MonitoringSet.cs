using System.Collections.Immutable;
using AmiGovernance.Core.Ports.Monitoring;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>Everything that is watched: the runbook's three panels, and what a team on call needs beside them.</summary>
public sealed record MonitoringSet(
    MonitoringInput Input,
    ImmutableArray<MetricFilter> Filters,
    ImmutableArray<MetricAlarm> Alarms
)
{
    public const string Namespace = "AmiGovernance";
    public const string Dashboard = "ami-governance";
    public const string Topic = MonitoringPlace.TopicName;
    public const string Rule = "ami-governance-guardrail-calls";

    /// <summary>With which the names of metric filters and alarms begin.</summary>
    public const string Prefix = "ami-governance-";

    public static MonitoringSet Of(MonitoringInput input) =>
        new(input, MonitoringFilters.Of(input.Creators), MonitoringAlarms.Of(input.DeniedLaunches));

    /// <summary>
    /// The calls after which somebody should look, as EventBridge takes it; those of the account and Region of the rule alone.
    /// </summary>
    public static ImmutableArray<string> RuleCalls =>
        [
            .. WatchedCalls
                .All.Where(c => c.Kind is CallKind.Guardrail or CallKind.Sharing)
                .Select(c => c.Name)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
}
