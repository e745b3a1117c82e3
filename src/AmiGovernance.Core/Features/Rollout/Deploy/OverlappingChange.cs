using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <summary>
/// Looks once more at what was brought, for Organizations has no lock: of two who change it at once, the one whose changes did not
/// last is told.
/// </summary>
internal sealed class OverlappingChange(IPolicyReader aws, EventualConsistency consistency)
{
    private const string LookAgain = "look at what is there and plan again";

    /// <summary>Null when all is as planned.</summary>
    /// <param name="after">The organization as the plan leaves it.</param>
    /// <param name="calls">Knows the ids that AWS gave out.</param>
    /// <param name="taken">The steps that this run has taken.</param>
    /// <param name="cancel">Ends the look.</param>
    public async Task<ApplyResult?> Find(Organization after, PolicyCalls calls, int taken, CancellationToken cancel)
    {
        try
        {
            foreach (var policy in after.Policies.Where(OurPolicies.IsManaged))
                if (await Lasting(policy, after, calls, cancel) is { } problem)
                    return new ApplyResult(ApplyOutcome.Failed, taken, problem);
            return null;
        }
        catch (AwsException e)
        {
            return new ApplyResult(
                ApplyOutcome.Failed,
                taken,
                "all calls were made, but looking at the result was refused"
            )
            {
                Failure = e.Failure,
            };
        }
    }

    /// <summary>AWS shows changes after some seconds: a difference that goes away is none.</summary>
    private async Task<string?> Lasting(
        OrganizationPolicy policy,
        Organization after,
        PolicyCalls calls,
        CancellationToken cancel
    )
    {
        var id = calls.IdOf(policy.Type, policy.Name);
        if (id.Length == 0)
            return null;
        var targets = after.Attachments.Where(a => a.PolicyId == policy.Id).Select(a => a.TargetId).ToHashSet();
        return await consistency.UntilNone(() => Difference(policy, id, targets, cancel), cancel);
    }

    private async Task<string?> Difference(
        OrganizationPolicy wanted,
        string id,
        HashSet<string> targets,
        CancellationToken cancel
    )
    {
        try
        {
            var now = await aws.DescribePolicy(id, cancel);
            if (!PolicyContent.Same(now.Content, wanted.Content))
                return $"somebody else changed the content of `{wanted.Name}` at the same time; {LookAgain}";
            return targets.SetEquals(await aws.ListTargetsForPolicy(id, cancel))
                ? null
                : $"somebody else attached or detached `{wanted.Name}` at the same time; {LookAgain}";
        }
        catch (AwsException e) when (e.Code == "PolicyNotFoundException")
        {
            return $"somebody else deleted `{wanted.Name}` at the same time; {LookAgain}";
        }
    }
}
