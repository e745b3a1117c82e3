namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <summary>Whether somebody takes the responsibility for what could not be proven.</summary>
public enum UnprovenPolicies
{
    Refused,

    /// <summary>`--accept-unproven`.</summary>
    Accepted,
}

/// <summary>Whether somebody takes the responsibility for enforcement that ends.</summary>
public enum EndOfEnforcement
{
    Refused,

    /// <summary>The question names the accounts, and somebody answers it.</summary>
    Asked,

    /// <summary>`--allow-weaker REASON`.</summary>
    Accepted,
}

/// <summary>What somebody takes the responsibility for.</summary>
/// <param name="Unproven">Guarantees that do not hold.</param>
/// <param name="Weaker">Accounts in which launches are no longer blocked.</param>
public sealed record Responsibility(UnprovenPolicies Unproven, EndOfEnforcement Weaker);
