using System.Collections.Immutable;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout;

/// <summary>Whether the caller seems to have what a plan needs.</summary>
/// <param name="Missing">Null when it is not known.</param>
/// <param name="Unknown">Why it is not known.</param>
public sealed record PlanPermissions(ImmutableArray<string> Needed, ImmutableArray<string>? Missing, string Unknown)
{
    public static async Task<PlanPermissions> Of(
        Plan plan,
        string principalArn,
        IPermissionSimulator simulator,
        CancellationToken cancel
    )
    {
        // Tags at creation need the permission to tag as well (Organizations API reference, CreatePolicy).
        ImmutableArray<string> needed =
        [
            .. plan
                .Steps.Select(s => s.IamAction)
                .Concat(plan.Steps.Any(s => !s.Tags.IsEmpty) ? ["organizations:TagResource"] : [])
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        if (needed.IsEmpty)
            return new PlanPermissions(needed, [], "");
        try
        {
            return await simulator.AllowedActions(principalArn, needed, cancel) is { } allowed
                ? new PlanPermissions(needed, [.. needed.Where(a => !allowed.Contains(a))], "")
                : new PlanPermissions(needed, null, "IAM cannot simulate this principal");
        }
        catch (AwsException e)
        {
            return new PlanPermissions(needed, null, $"{e.Operation}: {e.Code}");
        }
    }
}
