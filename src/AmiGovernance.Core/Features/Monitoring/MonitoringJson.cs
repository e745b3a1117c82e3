using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>What is watched, for programs and for review.</summary>
public static class MonitoringJson
{
    public static string Of(MonitoringSet set, string formatVersion) =>
        JsonText.ToText(
            JsonText.Write(
                indented: true,
                w =>
                {
                    w.WriteStartObject();
                    w.WriteString("format_version", formatVersion);
                    w.WriteString("log_group", set.Input.LogGroup);
                    w.WriteString("region", set.Input.Region);
                    w.WriteString("topic", MonitoringSet.Topic);
                    if (set.Input.Mail is { } mail)
                        w.WriteString("mail", mail);
                    w.WriteStartArray("metric_filters");
                    foreach (var filter in set.Filters)
                    {
                        w.WriteStartObject();
                        w.WriteString("name", filter.Name);
                        w.WriteString("metric", filter.Metric);
                        w.WriteString("title", filter.Title);
                        w.WriteString("pattern", filter.Pattern);
                        w.WriteEndObject();
                    }
                    w.WriteEndArray();
                    w.WriteStartArray("alarms");
                    foreach (var alarm in set.Alarms)
                    {
                        w.WriteStartObject();
                        w.WriteString("name", alarm.Name);
                        w.WriteString("description", alarm.Description);
                        w.WriteString("namespace", alarm.Namespace);
                        w.WriteString("metric", alarm.Metric);
                        w.WriteNumber("period", alarm.Period);
                        w.WriteString("comparison", alarm.BelowOne ? "below" : "at_least");
                        w.WriteNumber("threshold", alarm.Threshold);
                        w.WriteEndObject();
                    }
                    w.WriteEndArray();
                    w.WriteStartObject("rule");
                    w.WriteString("name", MonitoringSet.Rule);
                    w.WritePropertyName("event_pattern");
                    EventPattern.Write(w);
                    w.WriteEndObject();
                    w.WriteString("dashboard", MonitoringSet.Dashboard);
                    w.WritePropertyName("dashboard_body");
                    DashboardBody.Write(w, set);
                    w.WriteEndObject();
                }
            )
        ) + "\n";
}
