using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout;

/// <summary>
/// Reads our policies, where they are attached, and what is above that: a few calls, however large the organization is.
/// </summary>
public sealed class ReadOurPolicies(IOrganizations aws)
{
    private static readonly OrganizationPolicyType[] Types =
    [
        OrganizationPolicyType.DeclarativePolicyEc2,
        OrganizationPolicyType.ServiceControlPolicy,
    ];

    /// <param name="log">Names policies that may be ours, as <paramref name="names"/> does. When none of them is there, every policy is asked for its tags.</param>
    public async Task<Organization> Read(DeploymentLog log, PolicyConfig names, CancellationToken cancel)
    {
        var details = await aws.DescribeOrganization(cancel);
        var root = await aws.ListRoots(cancel);
        var all = new List<PolicySummary>();
        foreach (var type in Types.Where(root.EnabledTypes.Contains))
            all.AddRange((await aws.ListPolicies(type, cancel)).Where(p => !p.AwsManaged));
        var hints = log
            .Entries.Select(e => e.Step?.Policy ?? "")
            .Concat(log.Entries.SelectMany(e => e.Before).Select(p => p.Name))
            .Append(names.DeclarativePolicyName)
            .Append(names.ScpName)
            .Where(n => n.Length > 0)
            .ToHashSet(StringComparer.Ordinal);
        // The parts of a policy have its name and more.
        var likely = all.Where(p => hints.Any(h => p.Name.StartsWith(h, StringComparison.Ordinal))).ToList();
        var ours = await Managed(likely, names, cancel);
        if (ours.IsEmpty)
            ours = await Managed(all.Except(likely), names, cancel);
        var attachments = new List<PolicyAttachment>();
        foreach (var policy in ours)
            attachments.AddRange(
                (await aws.ListTargetsForPolicy(policy.Id, cancel)).Select(t => new PolicyAttachment(t, policy.Id))
            );
        var parents = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var target in attachments.Select(a => a.TargetId).Distinct())
            for (var at = target; at != root.Id && !parents.ContainsKey(at); at = parents[at])
                parents[at] = await aws.ListParents(at, cancel);
        return new Organization
        {
            Id = details.Id,
            ManagementAccount = details.ManagementAccount,
            RootId = root.Id,
            Units =
            [
                .. parents
                    .Where(p => !AccountId.IsValid(p.Key))
                    .Select(p => new OrganizationalUnit(p.Key, p.Key, p.Value)),
            ],
            Accounts =
            [
                .. parents
                    .Where(p => AccountId.IsValid(p.Key))
                    .Select(p => new OrganizationAccount(AccountId.Parse(p.Key), p.Key, p.Value)),
            ],
            Policies = ours,
            Attachments = [.. attachments],
            EnabledTypes = root.EnabledTypes,
        };
    }

    private async Task<ImmutableArray<OrganizationPolicy>> Managed(
        IEnumerable<PolicySummary> candidates,
        PolicyConfig names,
        CancellationToken cancel
    )
    {
        var found = ImmutableArray.CreateBuilder<OrganizationPolicy>();
        foreach (var candidate in candidates)
        {
            var policy = new OrganizationPolicy(candidate.Id, candidate.Name, candidate.Type, "")
            {
                Tags = await aws.ListTagsForResource(candidate.Id, cancel),
            };
            if (
                OurPolicies.IsManaged(policy)
                || candidate.Name == names.DeclarativePolicyName
                || candidate.Name == names.ScpName
            )
                found.Add((await aws.DescribePolicy(candidate.Id, cancel)) with { Tags = policy.Tags });
        }
        return found.ToImmutable();
    }
}
