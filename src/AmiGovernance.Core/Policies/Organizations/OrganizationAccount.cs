using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Policies.Organizations;

/// <summary>As Organizations names the states of an account.</summary>
public enum AccountState
{
    PendingActivation,
    Active,
    Suspended,
    PendingClosure,
    Closed,
}

public static class AccountStates
{
    public static readonly IReadOnlyList<string> Names =
    [
        "PENDING_ACTIVATION",
        "ACTIVE",
        "SUSPENDED",
        "PENDING_CLOSURE",
        "CLOSED",
    ];

    public static string Name(this AccountState state) => Names[(int)state];

    public static AccountState? FromName(string? name)
    {
        for (var i = 0; i < Names.Count; i++)
            if (Names[i] == name)
                return (AccountState)i;
        return null;
    }
}

/// <param name="ParentId">The root or the organizational unit that holds the account.</param>
public sealed record OrganizationAccount(AccountId Id, string Name, string ParentId)
{
    public string Email { get; init; } = "";

    public AccountState State { get; init; } = AccountState.Active;
}

/// <param name="ParentId">The root or another organizational unit.</param>
public sealed record OrganizationalUnit(string Id, string Name, string ParentId);
