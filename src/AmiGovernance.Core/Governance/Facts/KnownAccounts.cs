using System.Collections.Frozen;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Governance.Facts;

/// <summary>
/// Accounts of vendors and of AWS services that are publicly known, so that an outside account has a name. The table is embedded
/// (`Governance/Facts/Data/known-accounts.txt`) and old: a name is a hint, no permission.
/// </summary>
public static class KnownAccounts
{
    private static readonly Lazy<FrozenDictionary<string, string>> Names = new(Load);

    public static string? Name(AccountId account) => Names.Value.GetValueOrDefault(account.Value);

    private static FrozenDictionary<string, string> Load() =>
        EmbeddedFile
            .Lines("known-accounts.txt")
            .Where(l => l.Length > 13 && l[12] == '|')
            .ToFrozenDictionary(l => l[..12], l => l[13..], StringComparer.Ordinal);
}
