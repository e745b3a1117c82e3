using System.Collections.Immutable;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>Whose requests changed, where the policies name them.</summary>
/// <param name="Accounts">The accounts that call.</param>
/// <param name="Patterns">The patterns of `aws:PrincipalArn` that callers match.</param>
public sealed record ChangedCallers(ImmutableArray<string> Accounts, ImmutableArray<string> Patterns)
{
    /// <summary>Callers that no policy names are among them.</summary>
    public static ChangedCallers Unnamed { get; } = new([], []);

    /// <summary>Where callers that no policy names are among them: the accounts that are not.</summary>
    public ImmutableArray<string> Others { get; init; } = [];

    public bool AreNamed => !Accounts.IsEmpty || !Patterns.IsEmpty;
}
