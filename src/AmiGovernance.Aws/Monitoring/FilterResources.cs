using System.Globalization;
using System.Text.Json;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Features.Monitoring;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Aws.Monitoring;

/// <summary>Metric filters (CloudWatch Logs API reference, 2014-03-28).</summary>
internal sealed class FilterResources(JsonCalls logs) : IMonitoringService
{
    /// <summary>
    /// Those of our names in every log group: one that is left in another counts twice. A prefix can be asked for within one log group
    /// only.
    /// </summary>
    public async Task<IEnumerable<MonitoringResource>> Read(MonitoringPlace place, CancellationToken cancel)
    {
        var found = new List<MonitoringResource>();
        var token = "";
        do
        {
            var next = token;
            var page = await logs.Call("DescribeMetricFilters", w => WriteToken(w, next), cancel);
            var ours = page.Items("metricFilters")
                .Where(f => f.Text("filterName").StartsWith(MonitoringSet.Prefix, StringComparison.Ordinal));
            found.AddRange(ours.Select(Read));
            token = page.Text("nextToken");
        } while (token.Length > 0);
        return found;
    }

    private static void WriteToken(Utf8JsonWriter writer, string token)
    {
        if (token.Length > 0)
            writer.WriteString("nextToken", token);
    }

    private static MonitoringResource Read(JsonElement filter)
    {
        var name = $"{filter.Text("logGroupName")}:{filter.Text("filterName")}";
        var metric = filter.Items("metricTransformations").FirstOrDefault();
        var otherwise = metric.Number("defaultValue")?.ToString(CultureInfo.InvariantCulture);
        var dimensions = metric.Member("dimensions");
        var hasDimensions = dimensions.ValueKind == JsonValueKind.Object;
        return new MonitoringResource(MonitoringKind.MetricFilter, name)
        {
            Properties = MonitoringProperty.Set(
                (MonitoringProperty.Pattern, filter.Text("filterPattern")),
                (MonitoringProperty.Namespace, metric.Text("metricNamespace")),
                (MonitoringProperty.Metric, metric.Text("metricName")),
                (MonitoringProperty.Value, metric.Text("metricValue")),
                (MonitoringProperty.Default, otherwise ?? ""),
                (MonitoringProperty.Dimensions, hasDimensions ? FixedJson.Of(dimensions.GetRawText()) : "")
            ),
        };
    }

    public async Task Apply(MonitoringStep step, MonitoringPlace place, CancellationToken cancel)
    {
        if (step.After is { } after)
            await logs.Call("PutMetricFilter", w => Write(w, after), cancel);
        else
            await logs.CallOrNull("DeleteMetricFilter", w => WriteName(w, step.Resource), cancel);
    }

    private static void Write(Utf8JsonWriter writer, MonitoringResource filter)
    {
        WriteName(writer, filter);
        writer.WriteString("filterPattern", filter.Property(MonitoringProperty.Pattern));
        writer.WriteStartArray("metricTransformations");
        writer.WriteStartObject();
        writer.WriteString("metricNamespace", filter.Property(MonitoringProperty.Namespace));
        writer.WriteString("metricName", filter.Property(MonitoringProperty.Metric));
        writer.WriteString("metricValue", filter.Property(MonitoringProperty.Value));
        writer.WriteNumber(
            "defaultValue",
            double.Parse(filter.Property(MonitoringProperty.Default), CultureInfo.InvariantCulture)
        );
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteName(Utf8JsonWriter writer, MonitoringResource filter)
    {
        var parts = filter.Name.Split(':', 2);
        writer.WriteString("logGroupName", parts[0]);
        writer.WriteString("filterName", parts[1]);
    }
}
