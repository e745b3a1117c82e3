namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>Goes off when the sum of a metric in a period is at or beyond a threshold.</summary>
/// <param name="Period">In seconds.</param>
/// <param name="BelowOne">For the one metric that must not be silent: goes off below 1, and when nothing is known.</param>
public sealed record MetricAlarm(
    string Name,
    string Description,
    string Namespace,
    string Metric,
    int Period,
    int Threshold,
    bool BelowOne = false
)
{
    /// <summary>As CloudWatch calls it; so is <see cref="MissingData"/>.</summary>
    public string Comparison => BelowOne ? "LessThanThreshold" : "GreaterThanOrEqualToThreshold";

    public string MissingData => BelowOne ? "breaching" : "notBreaching";
}
