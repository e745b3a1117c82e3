using System.Text.Json;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>The widgets of the dashboard (CloudWatch user guide, "Dashboard body structure and syntax"): a grid of 24 columns.</summary>
internal static class DashboardBody
{
    private const int Half = 12,
        Whole = 24,
        Height = 6;

    private static readonly string[] PerAccount =
    [
        "recipientAccountId",
        "userIdentity.sessionContext.sessionIssuer.arn",
        "errorCode",
    ];

    public static string Text(MonitoringSet set) =>
        JsonText.ToText(JsonText.Write(indented: false, writer => Write(writer, set)));

    public static void Write(Utf8JsonWriter writer, MonitoringSet set)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("widgets");
        Words(
            writer,
            0,
            "# AMI governance\nWho launches, makes and shares images, and whom the guardrails deny. "
                + "Counted from the organization's trail by metric filters; `amigov trail scan` tells who, what and why. "
                + "Managed by amigov: changes made here are lost."
        );
        Graph(
            writer,
            set,
            0,
            2,
            Half,
            "EC2 launch attempts",
            "LaunchesSucceeded",
            "LaunchesDenied",
            "LaunchesWithoutImage"
        );
        Graph(
            writer,
            set,
            Half,
            2,
            Half,
            "Image operations",
            "ImagesMade",
            "ImagesMadeElsewhere",
            "SharingChanged",
            "SharedPublicly"
        );
        Graph(writer, set, 0, 8, Half, "Policy violations", "LaunchesDenied", "CreationDenied", "SharingDenied");
        Graph(writer, set, Half, 8, Half, "Guardrails changed", "GuardrailsChanged");
        Query(writer, set, 14, "Accounts affected by denials", CallKind.Launch, CallKind.Creation, CallKind.Sharing);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Start(Utf8JsonWriter writer, string type, int x, int y, int width, int height)
    {
        writer.WriteStartObject();
        writer.WriteString("type", type);
        foreach (var (name, value) in new[] { ("x", x), ("y", y), ("width", width), ("height", height) })
            writer.WriteNumber(name, value);
        writer.WriteStartObject("properties");
    }

    private static void End(Utf8JsonWriter writer)
    {
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Words(Utf8JsonWriter writer, int y, string markdown)
    {
        Start(writer, "text", 0, y, Whole, 2);
        writer.WriteString("markdown", markdown);
        End(writer);
    }

    private static void Graph(
        Utf8JsonWriter writer,
        MonitoringSet set,
        int x,
        int y,
        int width,
        string title,
        params string[] metrics
    )
    {
        Start(writer, "metric", x, y, width, Height);
        writer.WriteString("title", title);
        writer.WriteString("region", set.Input.Region.Value);
        writer.WriteString("view", "timeSeries");
        writer.WriteString("stat", "Sum");
        writer.WriteNumber("period", 300);
        writer.WriteStartArray("metrics");
        foreach (var metric in metrics)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(MonitoringSet.Namespace);
            writer.WriteStringValue(metric);
            writer.WriteStartObject();
            writer.WriteString("label", set.Filters.First(f => f.Metric == metric).Title);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
        End(writer);
    }

    /// <summary>Metrics cannot name accounts without a cost for each; a query on the log group can (CloudWatch Logs Insights).</summary>
    private static void Query(Utf8JsonWriter writer, MonitoringSet set, int y, string title, params CallKind[] kinds)
    {
        // Other services have calls of the same names.
        var calls = string.Join(
            " or ",
            from call in FilterPattern.Watched(kinds)
            group $"\"{call.Name}\"" by call.Source into names
            select $"eventSource = '{names.Key}' and eventName in [{string.Join(", ", names)}]"
        );
        var columns = string.Join(", ", PerAccount);
        Start(writer, "log", 0, y, Whole, Height + 2);
        writer.WriteString("title", title);
        writer.WriteString("region", set.Input.Region.Value);
        writer.WriteString("view", "table");
        writer.WriteString(
            "query",
            $"SOURCE '{set.Input.LogGroup}' | filter ({calls}) and "
                + $"{FilterPattern.DeniedInQuery} "
                + "| stats count(*) as calls, min(eventTime) as first, max(eventTime) as last "
                + $"by {columns}, eventName | sort calls desc | limit 100"
        );
        End(writer);
    }
}
