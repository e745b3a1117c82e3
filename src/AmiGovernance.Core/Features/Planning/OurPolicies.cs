using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>Our part of an organization: the policies that carry our tag, and those of our names.</summary>
public sealed class OurPolicies(Organization organization, DesiredState desired)
{
    public static bool IsManaged(OrganizationPolicy policy) =>
        policy.Tags.GetValueOrDefault(DesiredState.OwnerTag) == "true";

    public ImmutableArray<OrganizationPolicy> All { get; } =
    [.. organization.Policies.Where(p => !p.AwsManaged && (IsManaged(p) || desired.IsOurs(p)))];

    /// <summary>Policies of our names that do not carry our tag: somebody else's, until they are adopted.</summary>
    public IEnumerable<OrganizationPolicy> Foreign => All.Where(p => !IsManaged(p));

    public OrganizationPolicy? Find(OrganizationPolicyType type, string name) =>
        All.FirstOrDefault(p => p.Type == type && p.Name == name);

    public IEnumerable<string> TargetsOf(OrganizationPolicy policy) =>
        organization.Attachments.Where(a => a.PolicyId == policy.Id).Select(a => a.TargetId);

    /// <summary>
    /// Fingerprint of what a plan rests on: the policy types in use, our policies, and the order of all attachments on the targets.
    /// Ids that AWS gives out do not count, so that a state can be foreseen. Accounts do not count: they come and go.
    /// </summary>
    public string Fingerprint()
    {
        var text = new StringBuilder();
        text.Append(organization.Id)
            .Append(' ')
            .Append(organization.RootId)
            .Append('\n')
            .AppendJoin(',', organization.EnabledTypes.Select(t => t.Name()).Order(StringComparer.Ordinal))
            .Append('\n');
        if (organization.TrustedServices is { } trusted)
            text.Append("trusted ").Append(trusted.Contains(PlanStep.Ec2Service)).Append('\n');
        foreach (var policy in All.OrderBy(p => p.Type).ThenBy(p => p.Name, StringComparer.Ordinal))
        {
            text.Append(policy.Type.Name())
                .Append(' ')
                .Append(policy.Name)
                .Append(' ')
                .Append(IsManaged(policy))
                .Append(' ')
                .Append(policy.Content)
                .Append('\n');
            text.AppendJoin(',', TargetsOf(policy).Order(StringComparer.Ordinal)).Append('\n');
        }
        var known = organization.Policies.ToDictionary(
            p => p.Id,
            p => (p.Type, Name: All.Contains(p) ? $"ours:{p.Name}" : p.Id),
            StringComparer.Ordinal
        );
        // AWS keeps an order for each type, and says nothing about the order between types.
        foreach (var target in desired.TargetsIn(organization).Order(StringComparer.Ordinal))
        foreach (
            var type in organization
                .Attachments.Where(a => a.TargetId == target && known.ContainsKey(a.PolicyId))
                .Select(a => known[a.PolicyId])
                .GroupBy(p => p.Type)
                .OrderBy(g => g.Key)
        )
            text.Append(target).Append(' ').AppendJoin(',', type.Select(p => p.Name)).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
