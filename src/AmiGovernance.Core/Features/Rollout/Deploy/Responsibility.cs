namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <summary>Whether somebody takes the responsibility for what could not be proven.</summary>
public enum UnprovenPolicies
{
    Refused,

    /// <summary>`--accept-unproven`.</summary>
    Accepted,
}

/// <summary>Whether somebody takes the responsibility for what gets weaker.</summary>
public enum WeakerPolicies
{
    Refused,

    /// <summary>The question names it, and somebody answers.</summary>
    Asked,

    /// <summary>`--allow-weaker REASON`.</summary>
    Accepted,
}

/// <summary>What somebody takes the responsibility for.</summary>
/// <param name="Unproven">Guarantees that do not hold.</param>
/// <param name="Weaker">What is let through that was not, and that no reviewed entry wants.</param>
public sealed record Responsibility(UnprovenPolicies Unproven, WeakerPolicies Weaker);
