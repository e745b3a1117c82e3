using System.Globalization;
using System.Text.Json;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Features.Monitoring;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Aws.Monitoring;

/// <summary>Metric filters (CloudWatch Logs API reference, 2014-03-28).</summary>
internal sealed class FilterResources(JsonServiceClient logs) : IMonitoringService
{
    /// <summary>Those of our names in every log group: one that is left in another counts twice. A prefix can be asked for within one log group only.</summary>
    public async Task<IEnumerable<MonitoringResource>> Read(MonitoringPlace place, CancellationToken cancel)
    {
        var found = new List<MonitoringResource>();
        var token = "";
        do
        {
            var next = token;
            var page = await Call(
                "DescribeMetricFilters",
                w =>
                {
                    if (next.Length > 0)
                        w.WriteString("nextToken", next);
                },
                cancel
            );
            found.AddRange(
                page.Items("metricFilters")
                    .Where(f => f.Text("filterName").StartsWith(MonitoringSet.Prefix, StringComparison.Ordinal))
                    .Select(Read)
            );
            token = page.Text("nextToken");
        } while (token.Length > 0);
        return found;
    }

    private static MonitoringResource Read(JsonElement filter)
    {
        var metric = filter.Items("metricTransformations").FirstOrDefault();
        return new MonitoringResource(
            MonitoringKind.MetricFilter,
            $"{filter.Text("logGroupName")}:{filter.Text("filterName")}"
        )
        {
            Properties = WantedMonitoring.Properties(
                (MonitoringProperty.Pattern, filter.Text("filterPattern")),
                (MonitoringProperty.Namespace, metric.Text("metricNamespace")),
                (MonitoringProperty.Metric, metric.Text("metricName")),
                (MonitoringProperty.Value, metric.Text("metricValue")),
                (
                    MonitoringProperty.Default,
                    metric.Number("defaultValue")?.ToString(CultureInfo.InvariantCulture) ?? ""
                ),
                (
                    MonitoringProperty.Dimensions,
                    metric.Member("dimensions") is { ValueKind: JsonValueKind.Object } dimensions
                        ? FixedJson.Of(dimensions.GetRawText())
                        : ""
                )
            ),
        };
    }

    public Task Apply(MonitoringStep step, MonitoringPlace place, CancellationToken cancel)
    {
        var parts = step.Resource.Name.Split(':', 2);
        return step.After is not { } after
            ? MonitoringClient.Find(
                "ResourceNotFoundException",
                () => Call("DeleteMetricFilter", w => Name(w, parts), cancel)
            )
            : Call(
                "PutMetricFilter",
                w =>
                {
                    Name(w, parts);
                    w.WriteString("filterPattern", after.Properties[MonitoringProperty.Pattern]);
                    w.WriteStartArray("metricTransformations");
                    w.WriteStartObject();
                    w.WriteString("metricNamespace", after.Properties[MonitoringProperty.Namespace]);
                    w.WriteString("metricName", after.Properties[MonitoringProperty.Metric]);
                    w.WriteString("metricValue", after.Properties[MonitoringProperty.Value]);
                    w.WriteNumber(
                        "defaultValue",
                        double.Parse(after.Properties[MonitoringProperty.Default], CultureInfo.InvariantCulture)
                    );
                    w.WriteEndObject();
                    w.WriteEndArray();
                },
                cancel
            );
    }

    private static void Name(Utf8JsonWriter writer, string[] parts)
    {
        writer.WriteString("logGroupName", parts[0]);
        writer.WriteString("filterName", parts[1]);
    }

    private Task<JsonElement> Call(string operation, Action<Utf8JsonWriter> write, CancellationToken cancel) =>
        AwsCalls.Run($"logs:{operation}", () => logs.Call(operation, write, cancel), cancel);
}
