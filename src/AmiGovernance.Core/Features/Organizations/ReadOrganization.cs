using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Organizations;

/// <summary>
/// Reads an organization: its tree, the policies of both types, and where they are attached. Policies are asked for their
/// targets, not targets for their policies: an organization of 5,000 accounts has few policies. Where `FullAWSAccess` stands,
/// <see cref="FullAccessTargets"/> finds with as few questions as possible.
/// </summary>
/// <param name="aws">The organization.</param>
/// <param name="progress">Told how far the read is; null for nobody.</param>
public sealed class ReadOrganization(IOrganizationsReader aws, IProgress<ReadProgress>? progress = null)
{
    private const int UnitsAtOnce = 4;

    /// <summary>The organization as it is now.</summary>
    /// <param name="targets">Where the order of attachments matters: the targets of our policies; `root` stands for the root.</param>
    /// <exception cref="AwsException">AWS refuses or does not answer.</exception>
    public async Task<Organization> Read(IReadOnlyCollection<string> targets, CancellationToken cancel)
    {
        var details = await aws.DescribeOrganization(cancel);
        var root = await aws.ListRoots(cancel);
        var ordered = targets.Select(t => t == OrganizationTarget.Root ? root.Id : t).ToHashSet(StringComparer.Ordinal);

        // Each list has a rate of its own at AWS, so they are read side by side.
        var readingPolicies = ReadPolicies(PolicyTypes.Wanted(root, WithResourceControl), cancel);
        var readingElsewhere = AttachedElsewhere(readingPolicies, ordered, cancel);
        var readingUnits = ReadUnits(root.Id, cancel);
        var readingAccounts = aws.ListAccounts(new AccountProgress(progress), cancel);
        var readingServices = TrustedServices(cancel);
        var readingTags = ReadableTags.Of(root.Id, aws, cancel);
        await Task.WhenAll(readingElsewhere, readingUnits, readingAccounts, readingServices, readingTags);
        var known = await readingPolicies;
        var units = await readingUnits;
        var accounts = await WithParents(root.Id, units, await readingAccounts, cancel);

        List<string> existing = [.. units.Select(u => u.Id), .. accounts.Select(a => a.Id.Value), root.Id];
        var attachments = await Attachments(known, await readingElsewhere, root, existing, ordered, cancel);
        return new Organization
        {
            Id = details.Id,
            ManagementAccount = details.ManagementAccount,
            RootId = root.Id,
            Units = units,
            Accounts = accounts,
            Policies = known.Policies,
            Attachments = attachments,
            EnabledTypes = root.EnabledTypes,
            UnknownTypes = known.Unknown,
            HasAllFeatures = details.AllFeatures,
            TrustedServices = await readingServices,
            RootTags = await readingTags,
        };
    }

    /// <summary>
    /// Whether resource control policies are read too. AWS has none for EC2 so far (Organizations user guide, "Resource control
    /// policies"), so only who wants a copy of the organization asks for them.
    /// </summary>
    public bool WithResourceControl { get; init; }

    /// <summary>How many accounts there are is known once all are read.</summary>
    private sealed class AccountProgress(IProgress<ReadProgress>? progress) : IProgress<int>
    {
        public void Report(int value) => progress?.Report(new ReadProgress("accounts", value, 0));
    }

    /// <summary>What is attached to these targets, in order.</summary>
    private async Task<List<PolicyAttachment>> AttachedTo(
        IEnumerable<string> targets,
        IEnumerable<OrganizationPolicyType> types,
        ImmutableArray<OrganizationPolicyType> enabled,
        CancellationToken cancel
    )
    {
        var found = new List<PolicyAttachment>();
        foreach (var target in targets)
        foreach (var type in types.Where(enabled.Contains))
        {
            var attached = await aws.ListPoliciesForTarget(target, type, cancel);
            found.AddRange(attached.Select(p => new PolicyAttachment(target, p.Id)));
        }
        return found;
    }

    /// <summary>Where the policies are attached beside the targets that were asked already.</summary>
    private async Task<List<PolicyAttachment>> AttachedElsewhere(
        Task<ReadPolicyTypes> reading,
        HashSet<string> asked,
        CancellationToken cancel
    )
    {
        var policies = (await reading).Policies;
        var found = new List<PolicyAttachment>();
        foreach (var (i, policy) in policies.Where(p => !p.AwsManaged).Index())
        {
            progress?.Report(new ReadProgress("policies", i, policies.Length));
            var targets = await aws.ListTargetsForPolicy(policy.Id, cancel);
            found.AddRange(targets.Where(t => !asked.Contains(t)).Select(t => new PolicyAttachment(t, policy.Id)));
        }
        return found;
    }

    /// <summary>An account to which policies were delegated may not ask; then it stays unknown.</summary>
    private async Task<ImmutableArray<string>?> TrustedServices(CancellationToken cancel)
    {
        try
        {
            return await aws.ListAWSServiceAccessForOrganization(cancel);
        }
        catch (AwsException e) when (e.IsAccessDenied)
        {
            return null;
        }
    }

    /// <summary>Of several declarative policies on one target the first attached wins, so there their order counts too.</summary>
    private async Task Order(
        List<PolicyAttachment> attachments,
        ImmutableArray<OrganizationPolicy> policies,
        HashSet<string> read,
        CancellationToken cancel
    )
    {
        var declarative = policies
            .Where(p => p.Type == OrganizationPolicyType.DeclarativePolicyEc2)
            .Select(p => p.Id)
            .ToHashSet(StringComparer.Ordinal);
        var several = attachments
            .Where(a => declarative.Contains(a.PolicyId) && !read.Contains(a.TargetId))
            .GroupBy(a => a.TargetId)
            .Where(g => g.Count() > 1)
            .Select(g => g.Key)
            .ToList();
        foreach (var target in several)
        {
            var inOrder = await aws.ListPoliciesForTarget(target, OrganizationPolicyType.DeclarativePolicyEc2, cancel);
            attachments.RemoveAll(a => a.TargetId == target && declarative.Contains(a.PolicyId));
            attachments.AddRange(inOrder.Select(p => new PolicyAttachment(target, p.Id)));
        }
    }

    /// <summary>
    /// Some at once, as AWS's rate lets them: one call after the other does not reach the rate when an answer takes a fifth of a second.
    /// </summary>
    private async Task<ImmutableArray<OrganizationalUnit>> ReadUnits(string rootId, CancellationToken cancel)
    {
        var units = new List<OrganizationalUnit>();
        using var turns = new SemaphoreSlim(UnitsAtOnce);
        var asked = 0;
        string[] level = [rootId];
        while (level.Length > 0)
        {
            var below = (await Task.WhenAll(level.Select(Below))).SelectMany(found => found).ToList();
            units.AddRange(below);
            level = [.. below.Select(u => u.Id)];
        }
        return [.. units];

        async Task<ImmutableArray<OrganizationalUnit>> Below(string parent)
        {
            await turns.WaitAsync(cancel);
            try
            {
                var found = await aws.ListOrganizationalUnitsForParent(parent, cancel);
                // The root is asked too.
                var done = Interlocked.Increment(ref asked);
                progress?.Report(new ReadProgress("organizational units", done, Math.Max(done, units.Count + 1)));
                return found;
            }
            finally
            {
                turns.Release();
            }
        }
    }

    /// <summary>Older answers hold no paths; then each parent is asked for its accounts.</summary>
    private async Task<ImmutableArray<OrganizationAccount>> WithParents(
        string rootId,
        ImmutableArray<OrganizationalUnit> units,
        ImmutableArray<OrganizationAccount> accounts,
        CancellationToken cancel
    )
    {
        progress?.Report(new ReadProgress("accounts", accounts.Length, accounts.Length));
        if (accounts.All(a => a.ParentId.Length > 0))
            return accounts;
        var found = new List<OrganizationAccount>();
        foreach (var parent in units.Select(u => u.Id).Prepend(rootId))
        {
            found.AddRange((await aws.ListAccountsForParent(parent, cancel)).Select(a => a with { ParentId = parent }));
            progress?.Report(new ReadProgress("accounts", found.Count, accounts.Length));
        }
        return [.. found];
    }

    private sealed record ReadPolicyTypes(
        ImmutableArray<OrganizationPolicy> Policies,
        ImmutableArray<OrganizationPolicyType> Unknown
    );

    private async Task<ImmutableArray<PolicyAttachment>> Attachments(
        ReadPolicyTypes known,
        List<PolicyAttachment> elsewhere,
        RootDetails root,
        List<string> existing,
        HashSet<string> asked,
        CancellationToken cancel
    )
    {
        var types = PolicyTypes.Wanted(root, WithResourceControl).Except(known.Unknown);
        List<PolicyAttachment> found =
        [
            .. await AttachedTo(asked.Intersect(existing), types, root.EnabledTypes, cancel),
            .. elsewhere,
        ];
        await Order(found, known.Policies, asked, cancel);

        var fullAccess = await FullAccess(known.Policies, [.. found], [.. existing.Except(asked)], root, cancel);
        return [.. found, .. fullAccess];
    }

    /// <summary>Where `FullAWSAccess` stands among the targets that were not asked for their policies.</summary>
    private async Task<IEnumerable<PolicyAttachment>> FullAccess(
        ImmutableArray<OrganizationPolicy> policies,
        ImmutableArray<PolicyAttachment> attachments,
        ImmutableArray<string> targets,
        RootDetails root,
        CancellationToken cancel
    )
    {
        if (policies.All(p => p.Id != OrganizationPolicy.FullAwsAccessId))
            return [];
        var inUse = root.EnabledTypes.Contains(OrganizationPolicyType.ServiceControlPolicy);
        var found = await new FullAccessTargets(aws, policies, attachments).Find(targets, inUse, cancel);
        return found.Select(t => new PolicyAttachment(t, OrganizationPolicy.FullAwsAccessId));
    }

    private async Task<ReadPolicyTypes> ReadPolicies(
        ImmutableArray<OrganizationPolicyType> types,
        CancellationToken cancel
    )
    {
        var summaries = new List<PolicySummary>();
        var unknown = new List<OrganizationPolicyType>();
        foreach (var type in types)
            if (await PolicyTypes.ListKnown(aws, type, cancel) is { } known)
                summaries.AddRange(known);
            else
                unknown.Add(type);
        var policies = ImmutableArray.CreateBuilder<OrganizationPolicy>(summaries.Count);
        foreach (var summary in summaries)
        {
            progress?.Report(new ReadProgress("policies", policies.Count, summaries.Count));
            policies.Add(
                summary.Id == OrganizationPolicy.FullAwsAccessId
                    ? OrganizationPolicy.FullAwsAccess
                    : await Policy(summary, cancel)
            );
        }
        return new ReadPolicyTypes(policies.ToImmutable(), [.. unknown]);
    }

    private async Task<OrganizationPolicy> Policy(PolicySummary summary, CancellationToken cancel) =>
        (await aws.DescribePolicy(summary.Id, cancel)) with
        {
            Tags = await aws.ListTagsForResource(summary.Id, cancel),
        };
}
