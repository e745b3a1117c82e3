using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Policies.Organizations;

/// <summary>An organization as it was at one moment: its tree, its policies, and where they are attached.</summary>
public sealed record Organization
{
    /// <summary>Organizations user guide, "Quotas": five levels of organizational units below the root.</summary>
    public const int MaximumDepth = 5;

    /// <summary>Such as `o-abc1234567`.</summary>
    public required string Id { get; init; }

    public required AccountId ManagementAccount { get; init; }

    /// <summary>Such as `r-ab12`.</summary>
    public required string RootId { get; init; }

    public ImmutableArray<OrganizationalUnit> Units { get; init; } = [];

    public ImmutableArray<OrganizationAccount> Accounts { get; init; } = [];

    public ImmutableArray<OrganizationPolicy> Policies { get; init; } = [];

    /// <summary>In the order of attachment, which decides between declarative policies on one target.</summary>
    public ImmutableArray<PolicyAttachment> Attachments { get; init; } = [];

    public ImmutableArray<OrganizationPolicyType> EnabledTypes { get; init; } =
    [OrganizationPolicyType.ServiceControlPolicy, OrganizationPolicyType.DeclarativePolicyEc2];

    /// <summary>Types that the service does not know: nothing of them is there, and nothing can be made.</summary>
    public ImmutableArray<OrganizationPolicyType> UnknownTypes { get; init; } = [];

    /// <summary>False with consolidated billing alone: then no policy can be attached.</summary>
    public bool HasAllFeatures { get; init; } = true;

    /// <summary>The services with trusted access, such as `ec2.amazonaws.com`; null when it was not read.</summary>
    public ImmutableArray<string>? TrustedServices { get; init; }

    /// <summary>The tags of the root; null when they were not read.</summary>
    public ImmutableSortedDictionary<string, string>? RootTags { get; init; }

    /// <summary>What a lock in a declarative policy is taken to reach: AWS does not document it.</summary>
    public LockReach Locks { get; init; } = LockReach.NewKeysToo;

    public bool Knows(OrganizationPolicyType type) => !UnknownTypes.Contains(type);

    public OrganizationPolicy? Policy(string id) => Policies.FirstOrDefault(p => p.Id == id);

    public OrganizationAccount? Account(AccountId id) => Accounts.FirstOrDefault(a => a.Id == id);
}

/// <summary>Looks things up in an organization; made once for many questions.</summary>
public sealed class OrganizationIndex
{
    private static readonly ConditionalWeakTable<Organization, OrganizationIndex> Known = [];

    private readonly FrozenDictionary<string, string> parents;
    private readonly FrozenDictionary<string, OrganizationPolicy> policies;
    private readonly FrozenDictionary<string, ImmutableArray<OrganizationPolicy>> attached;

    private EffectivePolicies? effective;

    /// <summary>One for each state of an organization, whoever asks.</summary>
    public static OrganizationIndex Of(Organization organization) =>
        Known.GetValue(organization, known => new OrganizationIndex(known));

    /// <summary>The keys that every request of an account carries (IAM user guide, "AWS global condition context keys").</summary>
    public ImmutableArray<KeyValuePair<string, string>> KeysOf(AccountId account)
    {
        var id = KeyValuePair.Create("aws:PrincipalOrgID", Organization.Id);
        var path = PathTo(account.Value);
        return path.IsEmpty
            ? [id]
            : [id, KeyValuePair.Create("aws:PrincipalOrgPaths", $"{Organization.Id}/{string.Join('/', path[..^1])}/")];
    }

    /// <summary>Worked out once for all who ask.</summary>
    public EffectivePolicies Effective => effective ??= new EffectivePolicies(this, Organization.Locks);

    public OrganizationIndex(Organization organization)
    {
        Organization = organization;
        parents = organization
            .Units.Select(u => (u.Id, u.ParentId))
            .Concat(organization.Accounts.Select(a => (a.Id.Value, a.ParentId)))
            .DistinctBy(p => p.Item1)
            .ToFrozenDictionary(p => p.Item1, p => p.ParentId, StringComparer.Ordinal);
        policies = organization.Policies.DistinctBy(p => p.Id).ToFrozenDictionary(p => p.Id, StringComparer.Ordinal);
        attached = organization
            .Attachments.Where(a => policies.ContainsKey(a.PolicyId))
            .GroupBy(a => a.TargetId)
            .ToFrozenDictionary(
                g => g.Key,
                g => g.Select(a => policies[a.PolicyId]).ToImmutableArray(),
                StringComparer.Ordinal
            );
    }

    public Organization Organization { get; }

    /// <summary>
    /// From the root through the organizational units to the account or unit itself; empty when it is not in the organization.
    /// </summary>
    public ImmutableArray<string> PathTo(string target)
    {
        if (target == Organization.RootId)
            return [target];
        var path = new List<string>();
        // A file can hold a circle; AWS allows five levels of units.
        for (var at = target; path.Count <= Organization.MaximumDepth + 1; at = parents[at])
        {
            path.Add(at);
            if (at == Organization.RootId)
            {
                path.Reverse();
                return [.. path];
            }
            if (!parents.ContainsKey(at))
                return [];
        }
        return [];
    }

    /// <summary>The policies of one type on one target, in the order of attachment.</summary>
    public ImmutableArray<OrganizationPolicy> On(string target, OrganizationPolicyType type) =>
        attached.TryGetValue(target, out var found) ? [.. found.Where(p => p.Type == type)] : [];

    /// <summary>The policies of one type that reach an account, one list for each level from the root down.</summary>
    public ImmutableArray<ImmutableArray<OrganizationPolicy>> Levels(string target, OrganizationPolicyType type) =>
        [.. PathTo(target).Select(step => On(step, type))];
}
