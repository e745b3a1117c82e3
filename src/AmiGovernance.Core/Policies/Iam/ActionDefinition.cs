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

    private const string ResourceAccount = "aws:ResourceAccount";

    /// <summary>
    /// Actions of EC2 that do not support `aws:ResourceAccount`, as none of EBS does (IAM user guide, "AWS global condition context keys",
    /// aws:ResourceAccount).
    /// </summary>
    private static readonly ImmutableArray<string> WithoutResourceAccount =
    [
        "CopyFpgaImage",
        "CopyImage",
        "CopySnapshot",
        "CreateVolume",
    ];

    /// <summary>Whether requests for this action lack the key, though nearly all others carry it.</summary>
    public bool Lacks(string key) =>
        key.Equals(ResourceAccount, StringComparison.OrdinalIgnoreCase)
        && (Service == "ebs" || Service == "ec2" && WithoutResourceAccount.Contains(Name));

    /// <summary>Whether a request for this action on one of these resources may carry the key.</summary>
    public bool Carries(string key, IEnumerable<ActionResource> resources) =>
        ActionTable.IsCarriedByAll(key) && !Lacks(key)
        || Keys.Any(k => ServiceActions.KeyMatches(k, key))
        || resources.Any(r => r.Keys.Any(k => ServiceActions.KeyMatches(k, key)));
}
