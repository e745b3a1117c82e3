namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>An account as messages call it.</summary>
internal static class AccountLabel
{
    /// <summary>`name (id)`, or the id alone.</summary>
    /// <param name="account">As records have it.</param>
    /// <param name="name">Empty when it is not known.</param>
    public static string Of(string account, string name) => name.Length > 0 ? $"{name} ({account})" : account;
}
