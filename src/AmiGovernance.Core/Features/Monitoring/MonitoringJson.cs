using System.Text.Json;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>What is watched, for programs and for review.</summary>
public static class MonitoringJson
{
    public static string Of(MonitoringSet set, string formatVersion) =>
        JsonText.ToText(JsonText.WriteFile(writer => Write(writer, set, formatVersion)));

    private static void Write(Utf8JsonWriter writer, MonitoringSet set, string formatVersion)
    {
        writer.WriteStartObject();
        writer.WriteString("format_version", formatVersion);
        writer.WriteString("log_group", set.Input.LogGroup);
        writer.WriteString("region", set.Input.Region.Value);
        writer.WriteString("topic", MonitoringSet.Topic);
        if (set.Input.Mail is { } mail)
            writer.WriteString("mail", mail);

        writer.WriteStartArray("metric_filters");
        foreach (var filter in set.Filters)
            Write(writer, filter);
        writer.WriteEndArray();

        writer.WriteStartArray("alarms");
        foreach (var alarm in set.Alarms)
            Write(writer, alarm);
        writer.WriteEndArray();

        writer.WriteStartObject("rule");
        writer.WriteString("name", MonitoringSet.Rule);
        writer.WritePropertyName("event_pattern");
        EventPattern.Write(writer);
        writer.WriteEndObject();

        writer.WriteString("dashboard", MonitoringSet.Dashboard);
        writer.WritePropertyName("dashboard_body");
        DashboardBody.Write(writer, set);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, MetricFilter filter)
    {
        writer.WriteStartObject();
        writer.WriteString("name", filter.Name);
        writer.WriteString("metric", filter.Metric);
        writer.WriteString("title", filter.Title);
        writer.WriteString("pattern", filter.Pattern);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, MetricAlarm alarm)
    {
        writer.WriteStartObject();
        writer.WriteString("name", alarm.Name);
        writer.WriteString("description", alarm.Description);
        writer.WriteString("namespace", alarm.Namespace);
        writer.WriteString("metric", alarm.Metric);
        writer.WriteNumber("period", alarm.Period);
        writer.WriteString("comparison", alarm.BelowOne ? "below" : "at_least");
        writer.WriteNumber("threshold", alarm.Threshold);
        writer.WriteEndObject();
    }
}
