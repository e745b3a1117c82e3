using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Core.Features.Monitoring;

/// <param name="Problems">Why nothing may be changed, each with a way out.</param>
public sealed record MonitoringPlan(
    MonitoringInput Input,
    MonitoringPlace Place,
    ImmutableArray<MonitoringStep> Steps,
    ImmutableArray<string> Problems
)
{
    /// <summary>Whether everything is to be taken away.</summary>
    public bool Deletes { get; init; }

    public bool Adopts { get; init; }
}

/// <summary>What is there and what is wanted, compared. Only what is ours is changed: what carries our tag, and metric filters that count into our namespace.</summary>
public static class MonitoringPlanner
{
    private const string StackTag = "aws:cloudformation:stack-name";

    /// <param name="observed">All that has our names, and all metric filters that count into our namespace, whatever their log group.</param>
    /// <param name="adopt">Whether what has our names without our tag is taken over.</param>
    /// <param name="delete">Whether nothing is wanted.</param>
    public static MonitoringPlan Plan(
        MonitoringInput input,
        MonitoringPlace place,
        IReadOnlyCollection<MonitoringResource> observed,
        bool adopt = false,
        bool delete = false
    )
    {
        var wanted = delete ? [] : WantedMonitoring.Of(MonitoringSet.Of(input), place);
        var there = observed.ToDictionary(r => (r.Kind, r.Name));
        var problems = wanted
            .Select(w => there.GetValueOrDefault((w.Kind, w.Name)))
            .OfType<MonitoringResource>()
            .Select(r => Problem(r, adopt))
            .OfType<string>();
        var changes = wanted
            .Select(w => new MonitoringStep(there.GetValueOrDefault((w.Kind, w.Name)), w))
            .Where(s => s.Before is null || s.Differences.Any() || !s.NewTags.IsEmpty);
        var kept = wanted.Select(w => (w.Kind, w.Name)).ToHashSet();
        // Whom else alarms go to is not ours to say; with the topic they go.
        var gone = observed
            .Where(r => !kept.Contains((r.Kind, r.Name)) && IsOurs(r) && r.Kind != MonitoringKind.Subscription)
            .OrderByDescending(r => r.Kind)
            .ThenBy(r => r.Name, StringComparer.Ordinal)
            .Select(r => new MonitoringStep(r.Kind == MonitoringKind.Topic ? WithSubscribers(r, observed) : r, null));
        return new MonitoringPlan(input, place, [.. changes, .. gone], [.. problems])
        {
            Deletes = delete,
            Adopts = adopt,
        };
    }

    private static bool IsOurs(MonitoringResource resource) =>
        resource.Kind switch
        {
            MonitoringKind.Subscription => true,
            MonitoringKind.MetricFilter => resource.Properties.GetValueOrDefault(MonitoringProperty.Namespace)
                == MonitoringSet.Namespace,
            _ => resource.Tags.ContainsKey(DesiredState.OwnerTag),
        };

    private static string? Problem(MonitoringResource resource, bool adopt)
    {
        if (resource.Tags.TryGetValue(StackTag, out var stack))
            return $"the {resource.Kind.Words()} `{resource.Name}` belongs to the CloudFormation stack `{stack}`: go on with `amigov dashboard show` and that stack, or delete the stack first";
        if (IsOurs(resource) || adopt)
            return null;
        return resource.HasTags
            ? $"the {resource.Kind.Words()} `{resource.Name}` exists and does not carry the tag {DesiredState.OwnerTag}: it is not ours; `--adopt` takes it over"
            : $"the {resource.Kind.Words()} `{resource.Name}` exists and does not count into {MonitoringSet.Namespace}: it is not ours; `--adopt` takes it over";
    }

    private static MonitoringResource WithSubscribers(
        MonitoringResource topic,
        IEnumerable<MonitoringResource> observed
    )
    {
        var subscribers = observed
            .Where(r => r.Kind == MonitoringKind.Subscription)
            .Select(r => r.Name)
            .Order(StringComparer.Ordinal)
            .ToList();
        return subscribers.Count == 0
            ? topic
            : topic with
            {
                Properties = topic.Properties.SetItem(MonitoringProperty.Subscribers, string.Join(", ", subscribers)),
            };
    }
}
