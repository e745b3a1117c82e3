namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>Counts the events of a log group that match a pattern, as a metric of <see cref="MonitoringSet.Namespace"/>.</summary>
public sealed record MetricFilter(string Name, string Metric, string Title, string Pattern);
