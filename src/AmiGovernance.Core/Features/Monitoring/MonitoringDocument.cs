using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>What is watched: metric filters, alarms, rule and dashboard.</summary>
/// <param name="LogGroup">Of the trail.</param>
/// <param name="Region">Where.</param>
/// <param name="Topic">That alarms go to.</param>
/// <param name="Mail">Who subscribes to it.</param>
/// <param name="MetricFilters">As CloudWatch Logs takes them.</param>
/// <param name="Alarms">As CloudWatch takes them.</param>
/// <param name="Rule">As EventBridge takes it.</param>
/// <param name="Dashboard">Its name.</param>
/// <param name="DashboardBody">As CloudWatch takes it.</param>
public sealed record MonitoringDocument(
    string LogGroup,
    string Region,
    string Topic,
    string? Mail,
    ImmutableArray<MetricFilterPart> MetricFilters,
    ImmutableArray<AlarmPart> Alarms,
    RulePart Rule,
    string Dashboard,
    JsonElement DashboardBody
) : ReportDocument;

/// <param name="Name">Of the filter.</param>
/// <param name="Metric">That it counts.</param>
/// <param name="Title">For people.</param>
/// <param name="Pattern">Of CloudWatch Logs.</param>
public sealed record MetricFilterPart(string Name, string Metric, string Title, string Pattern);

/// <param name="Name">Of the alarm.</param>
/// <param name="Description">For people.</param>
/// <param name="Namespace">Of the metric.</param>
/// <param name="Metric">That it watches.</param>
/// <param name="Period">In seconds.</param>
/// <param name="Comparison">With the threshold.</param>
/// <param name="Threshold">Of the metric.</param>
public sealed record AlarmPart(
    string Name,
    string Description,
    string Namespace,
    string Metric,
    int Period,
    [OneOf("below", "at_least")] string Comparison,
    int Threshold
);

/// <param name="Name">Of the rule.</param>
/// <param name="EventPattern">Of EventBridge.</param>
public sealed record RulePart(string Name, JsonElement EventPattern);
