using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Organizations;

/// <summary>
/// Reads what reaches one account, and no more: its path to the root and the policies on it. Some calls, however large the
/// organization is.
/// </summary>
/// <param name="aws">The organization.</param>
public sealed class ReadAccountPolicies(IOrganizationsReader aws)
{
    /// <summary>An organization that holds this account and what is above it.</summary>
    /// <param name="account">A member of the caller's organization.</param>
    /// <exception cref="AwsException">
    /// AWS refuses or does not answer; with `ChildNotFoundException` for an account of another organization.
    /// </exception>
    public async Task<Organization> Read(AccountId account, CancellationToken cancel)
    {
        var details = await aws.DescribeOrganization(cancel);
        var root = await aws.ListRoots(cancel);
        var path = await Path(account, root.Id, cancel);
        var policies = new Dictionary<string, OrganizationPolicy>(StringComparer.Ordinal);
        var attachments = ImmutableArray.CreateBuilder<PolicyAttachment>();
        var unknown = new HashSet<OrganizationPolicyType>();
        foreach (var target in path)
        foreach (var type in PolicyTypes.Wanted(root, withResourceControl: true).Where(root.EnabledTypes.Contains))
        {
            if (await PolicyTypes.AttachedKnown(aws, target, type, cancel) is not { } attached)
                unknown.Add(type);
            else
                foreach (var summary in attached)
                {
                    attachments.Add(new PolicyAttachment(target, summary.Id));
                    if (!policies.ContainsKey(summary.Id))
                        policies[summary.Id] = await aws.DescribePolicy(summary.Id, cancel);
                }
        }
        return new Organization
        {
            Id = details.Id,
            ManagementAccount = details.ManagementAccount,
            RootId = root.Id,
            Units = [.. Units(path)],
            Accounts = [new OrganizationAccount(account, account.Value, path[1])],
            Policies = [.. policies.Values],
            Attachments = attachments.ToImmutable(),
            EnabledTypes = root.EnabledTypes,
            UnknownTypes = [.. unknown],
        };
    }

    /// <summary>From the account up to the root.</summary>
    private async Task<List<string>> Path(AccountId account, string rootId, CancellationToken cancel)
    {
        var path = new List<string> { account.Value };
        while (path[^1] != rootId)
            path.Add(await aws.ListParents(path[^1], cancel));
        return path;
    }

    /// <summary>What is between the account and the root; names were not asked for.</summary>
    private static IEnumerable<OrganizationalUnit> Units(List<string> path) =>
        path.Zip(path.Skip(1)).Skip(1).Select(step => new OrganizationalUnit(step.First, step.First, step.Second));
}
