using AmiGovernance.Core.Features.Rollout.Deploy;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>What somebody said before a deployment.</summary>
/// <param name="Yes">Whether it is confirmed without being asked.</param>
/// <param name="Why">A reason or ticket for the record; may be empty.</param>
internal sealed record DeploymentConsent(UnprovenPolicies Unproven, bool Yes, string Why)
{
    /// <summary>Why enforcement may end; null when nobody said that it may.</summary>
    public string? AllowWeaker { get; init; }

    /// <summary>Both reasons, for the record.</summary>
    public string Reason => string.Join("; ", new[] { Why, AllowWeaker ?? "" }.Where(text => text.Length > 0));

    /// <param name="canBeAsked">Whether somebody sees the question and answers it.</param>
    public Responsibility Taken(bool canBeAsked)
    {
        var unsaid = canBeAsked && !Yes ? EndOfEnforcement.Asked : EndOfEnforcement.Refused;
        return new Responsibility(Unproven, AllowWeaker is null ? unsaid : EndOfEnforcement.Accepted);
    }

    public static UnprovenPolicies Accept(bool unproven) =>
        unproven ? UnprovenPolicies.Accepted : UnprovenPolicies.Refused;
}
