using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>
/// What is there and what is wanted, compared. Only what is ours is changed: what carries our tag, and metric filters that count into
/// our namespace.
/// </summary>
internal sealed class MonitoringPlanner
{
    private const string StackTag = "aws:cloudformation:stack-name";

    private readonly MonitoringRequest request;
    private readonly IReadOnlyCollection<MonitoringResource> observed;
    private readonly Dictionary<(MonitoringKind, string), MonitoringResource> there;
    private readonly ImmutableArray<MonitoringResource> wanted;

    /// <param name="observed">
    /// All that has our names, and all metric filters that count into our namespace, whatever their log group.
    /// </param>
    public MonitoringPlanner(MonitoringRequest request, IReadOnlyCollection<MonitoringResource> observed)
    {
        this.request = request;
        this.observed = observed;
        there = observed.ToDictionary(r => (r.Kind, r.Name));
        wanted = request.Deletes ? [] : WantedMonitoring.Of(MonitoringSet.Of(request.Input), request.Place);
    }

    /// <summary>Why nothing may be changed, each with a way out.</summary>
    public ImmutableArray<string> Problems =>
        [.. wanted.Select(Before).OfType<MonitoringResource>().Select(Problem).OfType<string>()];

    public MonitoringPlan Plan => new(request, [.. Changes(), .. Removals()]) { Unconfirmed = [.. Unconfirmed()] };

    private IEnumerable<string> Unconfirmed() =>
        observed
            .Where(r => r.IsPending && !request.Deletes)
            .Select(r => r.Name.Split(':', 2)[1])
            .Order(StringComparer.Ordinal);

    private MonitoringResource? Before(MonitoringResource resource) =>
        there.GetValueOrDefault((resource.Kind, resource.Name));

    private IEnumerable<MonitoringStep> Changes() =>
        wanted
            .Select(w => new MonitoringStep(Before(w), w))
            .Where(s => s.Before is null || s.Differences.Any() || !s.NewTags.IsEmpty);

    /// <summary>In the opposite order of what is made.</summary>
    private IEnumerable<MonitoringStep> Removals()
    {
        var kept = wanted.Select(w => (w.Kind, w.Name)).ToHashSet();
        return observed
            .Where(r => IsOurs(r) && !kept.Contains((r.Kind, r.Name)))
            // Whom else alarms go to is not ours to say; with the topic they go.
            .Where(r => r.Kind != MonitoringKind.Subscription)
            .OrderByDescending(r => r.Kind)
            .ThenBy(r => r.Name, StringComparer.Ordinal)
            .Select(r => new MonitoringStep(r.Kind == MonitoringKind.Topic ? WithSubscribers(r) : r, null));
    }

    private static bool IsOurs(MonitoringResource resource) =>
        resource.Kind switch
        {
            MonitoringKind.Subscription => true,
            MonitoringKind.MetricFilter => resource.Property(MonitoringProperty.Namespace) == MonitoringSet.Namespace,
            _ => resource.Tags.ContainsKey(DesiredState.OwnerTag),
        };

    private string? Problem(MonitoringResource resource)
    {
        var what = $"the {resource.Kind.Words()} `{resource.Name}`";
        if (resource.Tags.TryGetValue(StackTag, out var stack))
            return $"{what} belongs to the CloudFormation stack `{stack}`: go on with `amigov dashboard show` and that stack, "
                + "or delete the stack first";
        if (request.Adopts || IsOurs(resource))
            return null;

        var lacks = resource.HasTags
            ? $"carry the tag {DesiredState.OwnerTag}"
            : $"count into {MonitoringSet.Namespace}";
        return $"{what} exists and does not {lacks}: it is not ours; `--adopt` takes it over";
    }

    private MonitoringResource WithSubscribers(MonitoringResource topic)
    {
        var subscribers = observed
            .Where(r => r.Kind == MonitoringKind.Subscription)
            .Select(r => r.Name)
            .Order(StringComparer.Ordinal)
            .ToList();
        if (subscribers.Count == 0)
            return topic;

        var all = string.Join(", ", subscribers);
        return topic with { Properties = topic.Properties.SetItem(MonitoringProperty.Subscribers, all) };
    }
}
