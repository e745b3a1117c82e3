using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Plans;

/// <summary>
/// Reads our policies, where they are attached, and what is above that: a few calls, however large the organization is.
/// </summary>
internal sealed class ReadOurPolicies(IOrganizationsReader aws)
{
    /// <summary>Targets to find in the tree beside those of our policies; those that are gone are left out.</summary>
    public IReadOnlyCollection<string> Targets { get; init; } = [];

    /// <summary>An organization that holds our policies, their targets, and what is above these.</summary>
    /// <param name="log">Names policies that may be ours.</param>
    /// <param name="names">So does the configuration. When none of all these is there, every policy is asked for its tags.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<Organization> Read(DeploymentLog log, PolicyConfig names, CancellationToken cancel)
    {
        var details = await aws.DescribeOrganization(cancel);
        var root = await aws.ListRoots(cancel);
        var policies = await OurPoliciesOf(root, log, names, cancel);
        var unknown = await UnknownTypes(root, cancel);
        var attachments = new List<PolicyAttachment>();
        foreach (var policy in policies)
        {
            var targets = await aws.ListTargetsForPolicy(policy.Id, cancel);
            attachments.AddRange(targets.Select(t => new PolicyAttachment(t, policy.Id)));
        }
        var parents = await Parents(root.Id, attachments.Select(a => a.TargetId), cancel);
        await AddParents(parents, root.Id, cancel);
        var accounts = parents.Where(p => AccountId.IsValid(p.Key));
        var units = parents.Where(p => !AccountId.IsValid(p.Key));
        return new Organization
        {
            Id = details.Id,
            ManagementAccount = details.ManagementAccount,
            RootId = root.Id,
            Units = [.. units.Select(p => new OrganizationalUnit(p.Key, p.Key, p.Value))],
            Accounts = [.. accounts.Select(p => new OrganizationAccount(AccountId.Parse(p.Key), p.Key, p.Value))],
            Policies = policies,
            Attachments = [.. attachments],
            EnabledTypes = root.EnabledTypes,
            RootTags = await ReadableTags.Of(root.Id, aws, cancel),
            UnknownTypes = unknown,
            HasAllFeatures = details.AllFeatures,
        };
    }

    /// <summary>The parent of each target and of what is above it, up to the root.</summary>
    private async Task<Dictionary<string, string>> Parents(
        string rootId,
        IEnumerable<string> targets,
        CancellationToken cancel
    )
    {
        var parents = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var target in targets.Distinct())
            for (var at = target; at != rootId && !parents.ContainsKey(at); at = parents[at])
                parents[at] = await aws.ListParents(at, cancel);
        return parents;
    }

    private async Task AddParents(Dictionary<string, string> parents, string rootId, CancellationToken cancel)
    {
        foreach (var target in Targets.Where(t => t != OrganizationTarget.Root && !parents.ContainsKey(t)))
        {
            try
            {
                foreach (var (child, parent) in await Parents(rootId, [target], cancel))
                    parents[child] = parent;
            }
            catch (AwsException e) when (e.Code == "ChildNotFoundException")
            {
                continue;
            }
        }
    }

    /// <summary>A type that is in use is known: only the others are asked for.</summary>
    private async Task<ImmutableArray<OrganizationPolicyType>> UnknownTypes(RootDetails root, CancellationToken cancel)
    {
        var unknown = ImmutableArray.CreateBuilder<OrganizationPolicyType>();
        foreach (var type in OrganizationPolicyKinds.OnImages.Except(root.EnabledTypes))
            if (await IsUnknown(type, cancel))
                unknown.Add(type);
        return unknown.ToImmutable();
    }

    /// <summary>Nothing of a type that is off is to be taken back: whoever may not ask for it is held up by nothing.</summary>
    private async Task<bool> IsUnknown(OrganizationPolicyType type, CancellationToken cancel)
    {
        try
        {
            return await PolicyTypes.ListKnown(aws, type, cancel) is null;
        }
        catch (AwsException)
        {
            return false;
        }
    }

    private async Task<ImmutableArray<OrganizationPolicy>> OurPoliciesOf(
        RootDetails root,
        DeploymentLog log,
        PolicyConfig names,
        CancellationToken cancel
    )
    {
        var all = new List<PolicySummary>();
        foreach (var type in OrganizationPolicyKinds.OnImages.Where(root.EnabledTypes.Contains))
            all.AddRange((await aws.ListPolicies(type, cancel)).Where(p => !p.AwsManaged));
        var hints = Hints(log);
        // The parts of a policy have its name and more.
        var likely = all.Where(p =>
                OurContent.IsLikely(p.Name, p.Description, names)
                || hints.Any(h => p.Name.StartsWith(h, StringComparison.Ordinal))
            )
            .ToList();
        var found = await Ours(likely, names, cancel);
        // Where one of the two is missing, every other policy is asked for its tags, and for its content.
        return
            found.Select(p => p.Type).Distinct().Count()
            == OrganizationPolicyKinds.OnImages.Count(root.EnabledTypes.Contains)
            ? found
            : [.. found, .. await Ours(all.Except(likely), names, cancel)];
    }

    private static HashSet<string> Hints(DeploymentLog log)
    {
        var changed = log.Entries.Select(e => e.Step?.Policy ?? "");
        var recorded = log.Entries.SelectMany(e => e.Before).Select(p => p.Name);
        return changed.Concat(recorded).Where(n => n.Length > 0).ToHashSet(StringComparer.Ordinal);
    }

    private async Task<ImmutableArray<OrganizationPolicy>> Ours(
        IEnumerable<PolicySummary> candidates,
        PolicyConfig names,
        CancellationToken cancel
    )
    {
        var found = ImmutableArray.CreateBuilder<OrganizationPolicy>();
        foreach (var candidate in candidates)
        {
            // Who may not read tags knows our policies by their content.
            var tags = await ReadableTags.Of(candidate.Id, aws, cancel) ?? OrganizationPolicy.NoTags;
            var policy = (await aws.DescribePolicy(candidate.Id, cancel)) with { Tags = tags };
            var hasOurName = OurPolicies.HasOurName(policy.Type, policy.Name, names);
            if (hasOurName || OurPolicies.IsManaged(policy) || OurContent.Is(policy, names))
                found.Add(policy);
        }
        return found.ToImmutable();
    }
}
