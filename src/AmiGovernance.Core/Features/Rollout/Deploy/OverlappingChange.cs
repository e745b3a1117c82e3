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
    private const string NoEffect =
        "AWS took the call without an effect, or somebody else put it back at the same time";
    private const string LookAgain = "look at what is there and plan again";

    /// <summary>Null when all is as planned.</summary>
    /// <param name="before">The organization as it was read before the calls.</param>
    /// <param name="after">The organization as the plan leaves it.</param>
    /// <param name="calls">Knows the ids that AWS gave out.</param>
    /// <param name="taken">The steps that this run has taken.</param>
    /// <param name="cancel">Ends the look.</param>
    public async Task<ApplyResult?> Find(
        Organization before,
        Organization after,
        PolicyCalls calls,
        int taken,
        CancellationToken cancel
    )
    {
        try
        {
            foreach (var policy in after.Policies.Where(OurPolicies.IsManaged))
                if (await Lasting(policy, before, after, calls, cancel) is { } problem)
                    return new ApplyResult(ApplyOutcome.Failed, taken, problem);
            foreach (var (name, id) in calls.Deleted)
                if (await consistency.UntilNone(() => StillThere(name, id, cancel), cancel) is { } problem)
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
        Organization before,
        Organization after,
        PolicyCalls calls,
        CancellationToken cancel
    )
    {
        var id = calls.IdOf(policy.Type, policy.Name);
        if (id.Length == 0)
            return null;
        var was = before.Policy(id) is { } known ? new PlacedPolicy(known, TargetsOf(id, before)) : null;
        var wanted = new PlacedPolicy(policy, TargetsOf(policy.Id, after));
        return await consistency.UntilNone(() => Difference(wanted, was, id, cancel), cancel);
    }

    private sealed record PlacedPolicy(OrganizationPolicy Policy, HashSet<string> Targets);

    private static HashSet<string> TargetsOf(string id, Organization organization) =>
        organization.Attachments.Where(a => a.PolicyId == id).Select(a => a.TargetId).ToHashSet(StringComparer.Ordinal);

    /// <summary>Null once it is gone. AWS may have taken the call without an effect.</summary>
    private async Task<string?> StillThere(string name, string id, CancellationToken cancel)
    {
        try
        {
            await aws.DescribePolicy(id, cancel);
            return $"`{name}` is still there, though AWS took the call that deletes it; {LookAgain}";
        }
        catch (AwsException e) when (e.Code == "PolicyNotFoundException")
        {
            return null;
        }
    }

    private async Task<string?> Difference(PlacedPolicy placed, PlacedPolicy? was, string id, CancellationToken cancel)
    {
        var wanted = placed.Policy;
        try
        {
            var now = await aws.DescribePolicy(id, cancel);
            if (!PolicyContent.Same(now.Content, wanted.Content))
                return was is not null && PolicyContent.Same(now.Content, was.Policy.Content)
                    ? $"the new content of `{wanted.Name}` is not there: {NoEffect}; {LookAgain}"
                    : $"somebody else changed the content of `{wanted.Name}` at the same time; {LookAgain}";
            var targets = await aws.ListTargetsForPolicy(id, cancel);
            if (placed.Targets.SetEquals(targets))
                return null;
            return was?.Targets.SetEquals(targets) == true
                ? $"`{wanted.Name}` is attached where it was before: {NoEffect}; {LookAgain}"
                : $"somebody else attached or detached `{wanted.Name}` at the same time; {LookAgain}";
        }
        catch (AwsException e) when (e.Code == "PolicyNotFoundException")
        {
            return $"somebody else deleted `{wanted.Name}` at the same time; {LookAgain}";
        }
    }
}
