using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <summary>
/// What others did while somebody was asked, which may have been for hours: the calls are looked at once more before the first is made,
/// with the policies of others, on which the proof, the gates and what gets weaker rest. In an emergency nobody is waited for.
/// </summary>
/// <param name="progress">Told how far the reading is.</param>
public sealed class ChangedWhileAsked(IProgress<ReadProgress>? progress = null)
{
    /// <summary>Null when all is as it was shown.</summary>
    /// <param name="allowed">The calls, as they were shown.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="AwsException">The organization cannot be read.</exception>
    public async Task<Diagnostic?> Find(AllowedDeployment allowed, CancellationToken cancel)
    {
        var proposal = allowed.Proposal;
        if (proposal.ReadAgain is not { } read)
            return null;
        var now = await read(progress, cancel);
        var (plan, desired) = (proposal.Plan, proposal.Desired);
        var changes = Others(proposal.Observed, now, desired);
        var isSame = plan.StepsDone(now, desired) == plan.StepsDone(proposal.Observed, desired);
        if (isSame && changes.IsEmpty)
            return null;
        return DeploymentRefusals.Stale([.. plan.ChangedSince(now, desired).Union(changes)]);
    }

    /// <summary>What was done to the policies of others, a sentence each. What AWS attaches itself to a new account is none.</summary>
    private static ImmutableArray<string> Others(Organization before, Organization now, DesiredState desired)
    {
        var (then, today) = (OthersOf(before, desired), OthersOf(now, desired));
        return
        [
            .. then.Except(today, StringComparer.Ordinal).Select(fact => $"no longer so: {fact}"),
            .. today.Except(then, StringComparer.Ordinal).Select(fact => $"new: {fact}"),
        ];
    }

    private static List<string> OthersOf(Organization organization, DesiredState desired)
    {
        var ours = new OurPolicies(organization, desired).All.Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. organization
                .Policies.Where(p => !p.AwsManaged && !ours.Contains(p.Id))
                .OrderBy(p => p.Id, StringComparer.Ordinal)
                .SelectMany(p => Facts(p, organization)),
        ];
    }

    private static IEnumerable<string> Facts(OrganizationPolicy policy, Organization organization)
    {
        var content = ContentDigest.Of(writer => writer.WriteStringValue(PolicyContent.Canonical(policy.Content)));
        yield return $"`{policy.Name}` ({policy.Id}) with the content {content[..8]}";
        foreach (var attachment in organization.Attachments.Where(a => a.PolicyId == policy.Id))
            yield return $"`{policy.Name}` ({policy.Id}) attached to {attachment.TargetId}";
    }
}
