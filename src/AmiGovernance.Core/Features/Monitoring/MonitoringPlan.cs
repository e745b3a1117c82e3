using System.Collections.Immutable;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>What is to be done to what is there.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Steps">In the order in which they are taken.</param>
public sealed record MonitoringPlan(MonitoringRequest Request, ImmutableArray<MonitoringStep> Steps)
{
    /// <summary>The addresses that have not confirmed the mail of AWS, so that no alarm reaches them.</summary>
    public ImmutableArray<string> Unconfirmed { get; init; } = [];

    /// <summary>Whom AWS asks by mail whether alarms may reach them, once the steps are taken.</summary>
    public IEnumerable<string> NewSubscribers =>
        Steps
            .Where(s => s is { Change: MonitoringChange.Create, Resource.Kind: MonitoringKind.Subscription })
            .Select(s => s.Resource.Name.Split(':', 2)[1]);
}
