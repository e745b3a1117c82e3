using System.Text.Json;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>What is watched, for programs and for review.</summary>
public static class MonitoringJson
{
    public static MonitoringDocument Of(MonitoringSet set) =>
        new(
            set.Input.LogGroup,
            set.Input.Region.Value,
            MonitoringSet.Topic,
            set.Input.Mail,
            [.. set.Filters.Select(f => new MetricFilterPart(f.Name, f.Metric, f.Title, f.Pattern))],
            [.. set.Alarms.Select(Of)],
            new RulePart(MonitoringSet.Rule, Element(EventPattern.Write)),
            MonitoringSet.Dashboard,
            Element(writer => DashboardBody.Write(writer, set))
        );

    private static AlarmPart Of(MetricAlarm alarm) =>
        new(
            alarm.Name,
            alarm.Description,
            alarm.Namespace,
            alarm.Metric,
            alarm.Period,
            alarm.BelowOne ? "below" : "at_least",
            alarm.Threshold
        );

    private static JsonElement Element(Action<Utf8JsonWriter> write)
    {
        using var document = JsonDocument.Parse(JsonText.Write(indented: false, write));
        return document.RootElement.Clone();
    }
}
