using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Organizations;

/// <summary>
/// Finds where `FullAWSAccess` is attached; an organization with allow lists has detached it somewhere. AWS lets nobody detach the
/// last service control policy of a target (Organizations API reference, DetachPolicy: `MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED`),
/// so it must stand wherever nothing else does. Only targets with a policy of somebody's own are asked about: by themselves, or where
/// they are many by all targets of `FullAWSAccess`, 20 a page. Of 5,000 accounts that is a minute at AWS's rate at the most.
/// </summary>
/// <param name="policies">All policies of the organization.</param>
/// <param name="attachments">Where all policies but `FullAWSAccess` are attached.</param>
internal sealed class FullAccessTargets(
    IOrganizationsReader aws,
    ImmutableArray<OrganizationPolicy> policies,
    IReadOnlyList<PolicyAttachment> attachments
)
{
    /// <summary>Targets that ListTargetsForPolicy gives in one answer at the most (Organizations API reference).</summary>
    private const int PageSize = 20;

    /// <param name="targets">All that were not asked already.</param>
    /// <param name="inUse">While service control policies are switched off, AWS has nothing to tell.</param>
    /// <param name="cancel">Ends the calls.</param>
    public async Task<ImmutableArray<string>> Find(ImmutableArray<string> targets, bool inUse, CancellationToken cancel)
    {
        var others = policies
            .Where(p => p.Type == OrganizationPolicyType.ServiceControlPolicy)
            .Select(p => p.Id)
            .Where(id => id != OrganizationPolicy.FullAwsAccessId)
            .ToHashSet(StringComparer.Ordinal);
        var withOthers = attachments.Where(a => others.Contains(a.PolicyId)).Select(a => a.TargetId).ToHashSet();
        var open = targets.Where(withOthers.Contains).ToList();
        if (open.Count == 0 || !inUse)
            return targets;

        var having = await Having(open, targets.Length / PageSize + 1, cancel);
        return [.. targets.Where(t => !withOthers.Contains(t) || having.Contains(t))];
    }

    /// <summary>Which of the targets have it.</summary>
    private async Task<HashSet<string>> Having(List<string> targets, int pages, CancellationToken cancel)
    {
        if (targets.Count > pages)
            return [.. await aws.ListTargetsForPolicy(OrganizationPolicy.FullAwsAccessId, cancel)];
        var having = new HashSet<string>(StringComparer.Ordinal);
        foreach (var target in targets)
        {
            var attached = await aws.ListPoliciesForTarget(target, OrganizationPolicyType.ServiceControlPolicy, cancel);
            if (attached.Any(p => p.Id == OrganizationPolicy.FullAwsAccessId))
                having.Add(target);
        }
        return having;
    }
}
