using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

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
    internal static readonly EnumNames<AccountState> Table = new(
        (AccountState.PendingActivation, "PENDING_ACTIVATION"),
        (AccountState.Active, "ACTIVE"),
        (AccountState.Suspended, "SUSPENDED"),
        (AccountState.PendingClosure, "PENDING_CLOSURE"),
        (AccountState.Closed, "CLOSED")
    );

    public static readonly IReadOnlyList<string> Names = Table.All;

    public static string Name(this AccountState state) => Table.Of(state);

    public static AccountState? FromName(string? name) => Table.Find(name);
}

/// <param name="ParentId">The root or the organizational unit that holds the account.</param>
public sealed record OrganizationAccount(AccountId Id, string Name, string ParentId)
{
    public string Email { get; init; } = "";

    public AccountState State { get; init; } = AccountState.Active;
}

/// <param name="ParentId">The root or another organizational unit.</param>
public sealed record OrganizationalUnit(string Id, string Name, string ParentId);
