using System.Collections.Immutable;

namespace AmiGovernance.Core.Policies.Iam;

public sealed record ResourceType(string Name, ImmutableArray<string> ArnPatterns, ImmutableArray<string> Keys);

public sealed record ActionResource(ResourceType Type, bool Required, ImmutableArray<string> Keys);

/// <summary>An action. Without resources it is authorized on `*` alone, and a statement that names an ARN never matches it.</summary>
public sealed record ActionDefinition(
    string Service,
    string Name,
    ImmutableArray<ActionResource> Resources,
    ImmutableArray<string> Keys
)
{
    public string FullName => $"{Service}:{Name}";

    /// <summary>The resources of this action that one of the patterns can stand for.</summary>
    public IEnumerable<ActionResource> ResourcesMatching(IReadOnlyList<string> patterns) =>
        Resources.Where(r => patterns.Any(p => r.Type.ArnPatterns.Any(arn => ResourcePattern.Intersect(p, arn))));

    /// <summary>Whether a request for this action on one of these resources may carry the key.</summary>
    public bool Carries(string key, IEnumerable<ActionResource> resources) =>
        ActionTable.IsCarriedByAll(key)
        || Keys.Any(k => ServiceActions.KeyMatches(k, key))
        || resources.Any(r => r.Keys.Any(k => ServiceActions.KeyMatches(k, key)));
}
