using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>A part of an organization: our service control policies that reach it before and after a change, by their names.</summary>
internal sealed record ScpZone(IReadOnlyDictionary<string, string> Before, IReadOnlyDictionary<string, string> After)
{
    /// <summary>The parts of an organization that our policies reach alike, before and after.</summary>
    public static IReadOnlyList<ScpZone> All(Organization organization, DesiredState desired, OurPolicies ours)
    {
        var before = ours
            .All.Where(p => p.Type == OrganizationPolicyType.ServiceControlPolicy)
            .Select(p => new Reach(p.Name, PolicyContent.Canonical(p.Content), [.. ours.TargetsOf(p)]))
            .Where(p => p.Targets.Count > 0)
            .ToList();
        var after = desired
            .Policies.Where(p => p.Type == OrganizationPolicyType.ServiceControlPolicy)
            .Select(p => new Reach(
                p.Name,
                PolicyContent.Canonical(p.Content),
                [.. desired.TargetsOf(p, organization), .. Kept(p)]
            ))
            .ToList();
        var index = OrganizationIndex.Of(organization);
        // Below a target nothing changes until the next one.
        return
        [
            .. before
                .Concat(after)
                .SelectMany(p => p.Targets)
                .Distinct()
                .Select(index.PathTo)
                .Select(path => new ScpZone(On(before, path), On(after, path)))
                .DistinctBy(z => z.Key),
        ];

        IEnumerable<string> Kept(DesiredPolicy policy) => desired.KeepsOtherTargets ? ours.TargetsOf(policy) : [];
    }

    private sealed record Reach(string Name, string Content, HashSet<string> Targets);

    private static Dictionary<string, string> On(IEnumerable<Reach> policies, ImmutableArray<string> path) =>
        policies
            .Where(p => path.Any(p.Targets.Contains))
            .ToDictionary(p => p.Name, p => p.Content, StringComparer.Ordinal);

    /// <summary>Equal for zones that change alike.</summary>
    private string Key => $"{Text(Before)}|{Text(After)}";

    private static string Text(IReadOnlyDictionary<string, string> policies) =>
        string.Join(';', policies.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"));

    public bool Changes => Before.Count != After.Count || Changed.Any();

    /// <summary>The names of the policies that are not the same before and after.</summary>
    public IEnumerable<string> Changed =>
        Before.Keys.Concat(After.Keys).Where(n => Before.GetValueOrDefault(n) != After.GetValueOrDefault(n));

    /// <summary>What holds once the policies of these names have changed, and no others.</summary>
    public IEnumerable<string> Between(ImmutableArray<string> changed) =>
        Before
            .Keys.Union(After.Keys, StringComparer.Ordinal)
            .Select(n => (changed.Contains(n) ? After : Before).GetValueOrDefault(n))
            .OfType<string>();
}
