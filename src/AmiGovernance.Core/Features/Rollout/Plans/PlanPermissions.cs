using System.Collections.Immutable;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Plans;

/// <summary>Whether the caller seems to have what a plan needs.</summary>
/// <param name="Needed">IAM actions.</param>
/// <param name="Missing">Null when it is not known.</param>
public sealed record PlanPermissions(ImmutableArray<string> Needed, ImmutableArray<string>? Missing)
{
    /// <summary>Why it is not known; null when it is, and where IAM cannot simulate the principal.</summary>
    public AwsFailure? Failure { get; init; }

    /// <summary>Asks IAM. What it refuses to say stays unknown.</summary>
    /// <param name="plan">The calls.</param>
    /// <param name="caller">Who would make them.</param>
    /// <param name="simulator">IAM.</param>
    /// <param name="cancel">Ends the call.</param>
    public static async Task<PlanPermissions> Of(
        Plan plan,
        CallerDetails caller,
        IPermissionSimulator simulator,
        CancellationToken cancel
    )
    {
        var needed = NeededFor(plan);
        if (needed.IsEmpty)
            return new PlanPermissions(needed, []);
        try
        {
            var allowed = await simulator.AllowedActions(caller.Arn, needed, cancel);
            return new PlanPermissions(needed, allowed is null ? null : [.. needed.Except(allowed)]);
        }
        catch (AwsException e)
        {
            return new PlanPermissions(needed, null) { Failure = e.Failure };
        }
    }

    private static ImmutableArray<string> NeededFor(Plan plan)
    {
        var actions = plan.Steps.Select(s => s.IamAction).ToHashSet(StringComparer.Ordinal);
        // Tags at creation need the permission to tag as well (Organizations API reference, CreatePolicy).
        if (plan.Steps.Any(s => !s.Tags.IsEmpty))
            actions.Add("organizations:TagResource");
        return [.. actions.Order(StringComparer.Ordinal)];
    }
}
