using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Organizations;

/// <summary>Reads what reaches one account, and no more: its path to the root and the policies on it. Some calls, however large the organization is.</summary>
public sealed class ReadAccountPolicies(IOrganizations aws)
{
    private static readonly OrganizationPolicyType[] Types =
    [
        OrganizationPolicyType.ServiceControlPolicy,
        OrganizationPolicyType.DeclarativePolicyEc2,
    ];

    /// <summary>An organization that holds this account and what is above it. Throws <see cref="AwsException"/>, with `ChildNotFoundException` for an account of another organization.</summary>
    public async Task<Organization> Read(AccountId account, CancellationToken cancel)
    {
        var details = await aws.DescribeOrganization(cancel);
        var root = await aws.ListRoots(cancel);
        var path = new List<string> { account.Value };
        while (path[^1] != root.Id)
            path.Add(await aws.ListParents(path[^1], cancel));
        var policies = new Dictionary<string, OrganizationPolicy>(StringComparer.Ordinal);
        var attachments = ImmutableArray.CreateBuilder<PolicyAttachment>();
        foreach (var target in path)
        foreach (var type in Types.Where(root.EnabledTypes.Contains))
        foreach (var summary in await aws.ListPoliciesForTarget(target, type, cancel))
        {
            attachments.Add(new PolicyAttachment(target, summary.Id));
            if (!policies.ContainsKey(summary.Id))
                policies[summary.Id] = await aws.DescribePolicy(summary.Id, cancel);
        }
        return new Organization
        {
            Id = details.Id,
            ManagementAccount = details.ManagementAccount,
            RootId = root.Id,
            Units =
            [
                .. path.Zip(path.Skip(1))
                    .Skip(1)
                    .Select(step => new OrganizationalUnit(step.First, step.First, step.Second)),
            ],
            Accounts = [new OrganizationAccount(account, account.Value, path[1])],
            Policies = [.. policies.Values],
            Attachments = attachments.ToImmutable(),
            EnabledTypes = root.EnabledTypes,
        };
    }
}
