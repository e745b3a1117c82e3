using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports.Monitoring;

/// <summary>One thing in AWS that belongs to the monitoring, as it is or as it must be.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">
/// Unique for a kind. A metric filter's is `LOGGROUP:FILTER`, a subscription's `PROTOCOL:ENDPOINT`; neither part can hold a `:` before
/// the other.
/// </param>
public sealed record MonitoringResource(MonitoringKind Kind, string Name)
{
    public static readonly ImmutableSortedDictionary<string, string> Nothing = ImmutableSortedDictionary<
        string,
        string
    >.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>What can be told apart, by names of our own; documents are in one fixed form, whatever form a service gives back.</summary>
    public ImmutableSortedDictionary<string, string> Properties { get; init; } = Nothing;

    /// <summary>Subscriptions and metric filters have none.</summary>
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = Nothing;

    /// <summary>Of a subscription: nobody has confirmed it yet, so nothing reaches the endpoint (SNS developer guide).</summary>
    public bool IsPending { get; init; }

    public bool HasTags => Kind is not (MonitoringKind.Subscription or MonitoringKind.MetricFilter);

    /// <summary>Empty when there is no such property.</summary>
    public string Property(string name) => Properties.GetValueOrDefault(name, "");
}
