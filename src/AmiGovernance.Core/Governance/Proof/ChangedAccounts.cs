using System.Collections.Immutable;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>The accounts whose ordinary principals, which match no pattern, see a change.</summary>
internal sealed class ChangedAccounts(List<PrincipalClass> callers, List<PrincipalClass> others)
{
    private readonly List<PrincipalClass> ordinary = Ordinary(callers);

    public IReadOnlyList<string> Changed { get; } = AccountsOf(Ordinary(callers));

    /// <summary>Accounts that are named and whose ordinary principals see none.</summary>
    public IReadOnlyList<string> Unchanged { get; } = AccountsOf(Ordinary(others));

    /// <summary>Whether accounts that no policy names are among those that see it.</summary>
    public bool AreUnnamed => IsUnnamed(ordinary);

    public string Words => WordsOf(ordinary, Unchanged);

    /// <summary>Whether principals of the class are of these accounts.</summary>
    public bool Holds(PrincipalClass principal)
    {
        if (ordinary.Count == 0)
            return false;
        if (AreUnnamed)
            return principal.Accounts.IsEmpty || principal.Accounts.Except(Unchanged, StringComparer.Ordinal).Any();
        return principal.Accounts.Any(a => Changed.Contains(a, StringComparer.Ordinal));
    }

    /// <summary>Whether naming the accounts tells which principals that match these patterns see the change.</summary>
    public bool Tell(ImmutableArray<string> patterns) =>
        patterns.IsEmpty
        || ordinary.Count > 0
            && Matching(callers, patterns).TrueForAll(Holds)
            && !Matching(others, patterns).Exists(Holds);

    /// <summary>The accounts in which principals that match these patterns see the change, in words; empty for all.</summary>
    public string WhereIn(ImmutableArray<string> patterns)
    {
        var (changed, unchanged) = (Matching(callers, patterns), Matching(others, patterns));
        var isTold = unchanged.Count > 0 && !(IsUnnamed(changed) && IsUnnamed(unchanged));
        return isTold ? $" in {WordsOf(changed, AccountsOf(unchanged))}" : "";
    }

    private static List<PrincipalClass> Matching(List<PrincipalClass> principals, ImmutableArray<string> patterns) =>
        principals.FindAll(p => p.MatchedPatterns.Order().SequenceEqual(patterns.Order()));

    private static List<PrincipalClass> Ordinary(List<PrincipalClass> principals) =>
        principals.FindAll(p => p.MatchedPatterns.IsEmpty);

    private static bool IsUnnamed(List<PrincipalClass> principals) => principals.Exists(p => p.Accounts.IsEmpty);

    private static string WordsOf(List<PrincipalClass> changed, IReadOnlyList<string> unchanged)
    {
        if (IsUnnamed(changed))
            return unchanged.Count == 0 ? "every principal" : $"every account but {ChangeWords.List(unchanged)}";
        var accounts = AccountsOf(changed);
        return accounts.Count == 1 ? $"account {accounts[0]}" : $"accounts {ChangeWords.List(accounts)}";
    }

    private static List<string> AccountsOf(List<PrincipalClass> principals) =>
        [.. principals.SelectMany(p => p.Accounts).Distinct()];
}
