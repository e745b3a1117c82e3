using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.TestSupport.SecondJudge;

/// <summary>The policies on the way to an account, found from the bare lists of an organization.</summary>
internal sealed class PlainOrganization
{
    private readonly Organization organization;
    private readonly Dictionary<string, string> parents = new(StringComparer.Ordinal);
    private readonly ILookup<string, string> attached;
    private readonly Dictionary<string, OrganizationPolicy> policies = new(StringComparer.Ordinal);

    public PlainOrganization(Organization organization)
    {
        this.organization = organization;
        foreach (var unit in organization.Units)
            parents[unit.Id] = unit.ParentId;
        foreach (var account in organization.Accounts)
            parents[account.Id.Value] = account.ParentId;
        foreach (var policy in organization.Policies)
            policies[policy.Id] = policy;
        attached = organization.Attachments.ToLookup(a => a.TargetId, a => a.PolicyId, StringComparer.Ordinal);
    }

    /// <summary>What is merged for an account is worked out once for each state of an organization.</summary>
    public ConcurrentDictionary<(string Account, string Locks), JsonNode?> Merged { get; } = new();

    public bool Uses(OrganizationPolicyType type) => organization.EnabledTypes.Contains(type);

    /// <summary>The texts of each level from the root down to the account, in the order of attachment; none for an account of others.</summary>
    public List<List<string>> Levels(string account, OrganizationPolicyType type)
    {
        var levels = new List<List<string>>();
        if (!parents.ContainsKey(account) || !Uses(type))
            return levels;
        for (var at = account; at is not null; at = parents.GetValueOrDefault(at))
            levels.Insert(
                0,
                [.. attached[at].Select(id => policies[id]).Where(p => p.Type == type).Select(p => p.Content)]
            );
        return levels;
    }
}
