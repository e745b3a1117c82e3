using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Writers;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Doctor;

/// <summary>Whether there is room for our policies, and whether something is enforced.</summary>
internal sealed class AttachmentChecks(IPolicyReader policies, RepositoryChecks repository, CheckedCalls calls)
{
    private const OrganizationPolicyType ServiceControl = OrganizationPolicyType.ServiceControlPolicy;
    private const OrganizationPolicyType Declarative = OrganizationPolicyType.DeclarativePolicyEc2;

    private readonly Dictionary<string, SeenPolicy> seen = new(StringComparer.Ordinal);

    /// <summary>The policies that were seen, without tags, with those of our targets that they are attached to.</summary>
    public ImmutableArray<SeenPolicy> Seen => [.. seen.Values];

    /// <summary>Whether all of these lists could be read.</summary>
    public bool SawAll { get; private set; } = true;

    public async Task Run(RootDetails root, CancellationToken cancel)
    {
        var ours = ImmutableArray<OrganizationPolicy>.Empty;
        foreach (var type in OrganizationPolicyKinds.OnImages.Where(root.EnabledTypes.Contains))
        {
            var quota = type.Kind().PoliciesInOrganization;
            if (await calls.Try("quotas", () => policies.ListPolicies(type, cancel)) is not { Value: var all })
            {
                SawAll = false;
                continue;
            }
            See(all);
            Quota($"{all.Length} of {quota} policies of type {type.Name()}", all.Length, quota);
            ours = [.. ours, .. await OurPoliciesOf(type, all, cancel)];
            foreach (var target in Targets(root))
                await Target(target, type, cancel);
        }
        calls.Add(BlockedLaunches(ours));
    }

    private void See(ImmutableArray<PolicySummary> all)
    {
        foreach (var policy in all.Where(p => !p.AwsManaged))
            seen.TryAdd(policy.Id, new SeenPolicy(policy.Id, policy.Name, OrganizationPolicy.NoTags, []));
    }

    /// <summary>The ids of the targets of the configuration.</summary>
    public IEnumerable<string> Targets(RootDetails root) =>
        (repository.Config?.Targets ?? [OrganizationTarget.Root]).Select(t =>
            t == OrganizationTarget.Root ? root.Id : t
        );

    private async Task Target(string target, OrganizationPolicyType type, CancellationToken cancel)
    {
        var most = type.Kind().AttachmentsPerTarget;
        if (
            await calls.Try("quotas", () => policies.ListPoliciesForTarget(target, type, cancel))
            is not { Value: var attached }
        )
        {
            SawAll = false;
            return;
        }
        See(attached);
        foreach (var policy in attached.Where(p => !p.AwsManaged))
            seen[policy.Id] = seen[policy.Id] with { Targets = seen[policy.Id].Targets.Add(target) };
        Quota($"{attached.Length} of {most} policies of type {type.Name()} on {target}", attached.Length, most);
        if (type.Kind().FullAccessId is { } fullAccess && attached.All(p => p.Id != fullAccess))
            calls.Add(
                Check.Wrong(
                    "full-aws-access",
                    $"FullAWSAccess is not attached to {target}",
                    "our policies only deny; somewhere at this level a policy must allow, or everything is denied",
                    ShellText.Of($"aws organizations attach-policy --policy-id {fullAccess} --target-id {target}"),
                    "unless another policy allows what is needed"
                )
            );
    }

    private void Quota(string found, int used, int quota) =>
        calls.Add(
            used < quota * PolicyQuotas.WarningShare
                ? Check.Fine("quotas", found)
                : Check.Wrong(
                    "quotas",
                    found,
                    "AWS refuses what goes over the quota; a replaced policy needs one place more for a moment",
                    command: null,
                    "join policies, or ask for a higher quota in Service Quotas"
                )
        );

    /// <summary>
    /// The one for the whole and the one for stages, as far as they can be read; by their tag where none has our name. Without a readable
    /// configuration each may be ours.
    /// </summary>
    private async Task<ImmutableArray<OrganizationPolicy>> OurPoliciesOf(
        OrganizationPolicyType type,
        ImmutableArray<PolicySummary> all,
        CancellationToken cancel
    )
    {
        var found = ImmutableArray.CreateBuilder<OrganizationPolicy>();
        var theirs = all.Where(p => !p.AwsManaged).ToList();
        var likely = theirs.Where(p => MayBeOurs(type, p.Name)).ToList();
        if (likely.Count == 0)
            likely = await Tagged(theirs, cancel);
        foreach (var policy in likely)
            if (await calls.Try("mode", () => policies.DescribePolicy(policy.Id, cancel)) is { Value: var described })
                found.Add(described);
        return found.ToImmutable();
    }

    /// <summary>Somebody may have renamed them.</summary>
    private async Task<List<PolicySummary>> Tagged(IEnumerable<PolicySummary> all, CancellationToken cancel)
    {
        var found = new List<PolicySummary>();
        foreach (var policy in all)
        {
            var answer = await calls.Try("mode", () => policies.ListTagsForResource(policy.Id, cancel));
            if (answer?.Value.GetValueOrDefault(DesiredState.OwnerTag) == "true")
                found.Add(policy);
        }
        return found;
    }

    private bool MayBeOurs(OrganizationPolicyType type, string name) =>
        repository.Config?.Policy is not { } names || OurPolicies.HasOurName(type, name, names);

    /// <summary>Runbook: "Legitimate workload blocked after enforcement".</summary>
    private static Check BlockedLaunches(ImmutableArray<OrganizationPolicy> ours)
    {
        const string Name = "blocked-launches";
        var enforcing = ours.Where(IsEnforcing).ToList();
        var isByOneLayer = enforcing.All(p => p.Type == ServiceControl) && ours.Any(p => p.Type == Declarative);
        var found = isByOneLayer
            ? $"`{enforcing.FirstOrDefault()?.Name}` denies launches, though the declarative policy does not enforce"
            : "launches are enforced";
        return enforcing.Count > 0
            ? new Check(Name, CheckOutcome.Fine, found)
            {
                Remark =
                    "a launch was blocked: `amigov explain --from-error TEXT` says why;"
                    + " in an emergency `amigov rollback --to audit_mode`",
            }
            : Check.Fine(Name, "nothing is enforced, so no launch is blocked by these policies");
    }

    private static bool IsEnforcing(OrganizationPolicy policy)
    {
        if (policy.Type == ServiceControl)
            return ScpAlone.DeniesLaunches(policy.Content);
        return StagedEnforcement.WholeName(Declarative, policy.Name) is not null
            || PolicyContent.State(policy.Content) == AllowedImagesState.Enabled;
    }
}
