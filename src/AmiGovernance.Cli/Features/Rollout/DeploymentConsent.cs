using AmiGovernance.Core.Features.Rollout.Deploy;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>What somebody said before a deployment.</summary>
/// <param name="Yes">Whether it is confirmed without being asked.</param>
/// <param name="Why">A reason or ticket for the record; may be empty.</param>
internal sealed record DeploymentConsent(UnprovenPolicies Unproven, bool Yes, string Why)
{
    public static UnprovenPolicies Accept(bool unproven) =>
        unproven ? UnprovenPolicies.Accepted : UnprovenPolicies.Refused;
}
