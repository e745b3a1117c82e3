using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>A class of requests as a certificate tells it. None of its conditions follows from the others.</summary>
/// <param name="Conditions">What the requests have in common, as statements ask it.</param>
/// <param name="DeniedBy">The first statement, by its number, that denies all of the class; null when none denies any of it.</param>
internal sealed record CertifiedClass(ImmutableArray<Condition> Conditions, int? DeniedBy)
{
    private const string Owner = "ec2:Owner";

    /// <summary>Among owners: the caller's account.</summary>
    private const string Caller = "${aws:PrincipalAccount}";

    public static CertifiedClass Of(ClassParts parts, PrincipalRun principals)
    {
        var told = Matchable(principals, Callers(parts));
        var having = AccountsOf(told);
        var callers = parts.Accounts.Intersect(having);
        return new CertifiedClass(
            [
                .. OfOwners(parts, callers),
                .. Of("aws:ResourceAccount", parts.OwnerAccounts),
                .. Of("aws:PrincipalAccount", Restricting(parts.Accounts, having)),
                .. Of("ArnLike", "aws:PrincipalArn", told.Within),
                .. Of("ArnNotLike", "aws:PrincipalArn", told.Outside),
                .. OfTime("DateGreaterThanEquals", parts.From),
                .. OfTime("DateLessThan", parts.Until),
            ],
            parts.DeniedBy
        );
    }

    private static ImmutableArray<Condition> Of(string name, string key, IEnumerable<string>? values) =>
        values is null ? [] : [new Condition(name, key, [.. values])];

    private static ImmutableArray<Condition> Of(string key, ClassValues values)
    {
        var name = values.IsAllBut ? "StringNotEquals" : "StringEquals";
        return Of(name, key, values.IsAny ? null : values.Listed);
    }

    private static ImmutableArray<Condition> OfTime(string name, DateTimeOffset? time) =>
        time is null ? [] : Of(name, "aws:CurrentTime", [time.Value.IsoText()]);

    /// <summary>The callers' accounts. Where the owner does not call, it is none of them.</summary>
    private static ClassValues Callers(ClassParts parts) =>
        parts is { IsOwn: false, Owners.Single: { } owner }
            ? parts.Accounts.Intersect(ClassValues.AllBut([owner]))
            : parts.Accounts;

    /// <summary>Nothing is said of principals that no caller can be.</summary>
    private static PrincipalRun Matchable(PrincipalRun principals, ClassValues callers)
    {
        var accounts = (principals.Outside ?? []).Select(AccountOf);
        return accounts.Any(a => a is null || callers.Contains(a)) ? principals : principals with { Outside = null };
    }

    /// <summary>The accounts that have such principals.</summary>
    private static ClassValues AccountsOf(PrincipalRun principals)
    {
        if (principals.Within is null)
            return ClassValues.Any;
        var accounts = principals.Within.Except(principals.Outside ?? []).Select(AccountOf).ToList();
        return accounts.Contains(null) ? ClassValues.Any : ClassValues.Of(accounts.OfType<string>());
    }

    /// <summary>The account of a pattern of principals; null for several.</summary>
    private static string? AccountOf(string pattern) =>
        ArnParts.Of(pattern) is { Account: var account } && !Wildcard.HasWildcards(account) ? account : null;

    /// <summary>What still has to be said of accounts when only some have the principals.</summary>
    private static ClassValues Restricting(ClassValues accounts, ClassValues having)
    {
        if (having.IsAny)
            return accounts;
        return having.Listed.All(accounts.Contains)
            ? ClassValues.Any
            : accounts with
            {
                Listed = accounts.Listed.Intersect(having.Listed),
            };
    }

    private static ImmutableArray<Condition> OfOwners(ClassParts parts, ClassValues callers)
    {
        if (parts.IsOwn == true)
            return Of("StringEquals", Owner, [Caller]);
        if (parts.IsOwn is null || parts.Owners.Intersect(callers).Accounts.IsNone)
            return Of(Owner, parts.Owners);

        // The only caller is no owner anyway.
        var owners = callers.Single is { } caller ? parts.Owners.Without(caller) : parts.Owners;
        return owners.IsAllBut
            ? Of("StringNotEquals", Owner, owners.Listed.Add(Caller))
            : [.. Of(Owner, owners), .. Of("StringNotEquals", Owner, [Caller])];
    }
}
