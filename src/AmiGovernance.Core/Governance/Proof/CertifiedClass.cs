using System.Globalization;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>A class of requests as a certificate tells it: each part of a request is chosen by itself.</summary>
/// <param name="Owners">`ec2:Owner` of the image.</param>
/// <param name="OwnerAccounts">The accounts that own images with an alias.</param>
/// <param name="Accounts">The callers'.</param>
/// <param name="Principals">Patterns that the caller's ARN matches one of, or none of.</param>
/// <param name="Until">The first moment after; null for ever.</param>
/// <param name="DeniedBy">The first statement, by its number, that denies all of the class; null when none denies any of it.</param>
internal sealed record CertifiedClass(
    ClassValues Owners,
    ClassValues OwnerAccounts,
    ClassValues Accounts,
    ClassValues Principals,
    DateTimeOffset? From,
    DateTimeOffset? Until,
    int? DeniedBy
)
{
    /// <summary>Joins classes that differ in one part only and have the same answer.</summary>
    public static IEnumerable<CertifiedClass> Joined(IEnumerable<CertifiedClass> classes)
    {
        // Principals of the same account match in several ways, so that accounts come first.
        var byAccounts = Join(classes, c => c.Accounts, (c, values) => c with { Accounts = values });
        var byPrincipals = Join(byAccounts, c => c.Principals, (c, values) => c with { Principals = values });
        var byBoth = Join(byPrincipals, c => c.Accounts, (c, values) => c with { Accounts = values });
        var byOwning = Join(byBoth, c => c.OwnerAccounts, (c, values) => c with { OwnerAccounts = values });
        return Join(byOwning, c => c.Owners, (c, values) => c with { Owners = values });
    }

    private static IEnumerable<CertifiedClass> Join(
        IEnumerable<CertifiedClass> classes,
        Func<CertifiedClass, ClassValues> part,
        Func<CertifiedClass, ClassValues, CertifiedClass> with
    ) =>
        classes
            .GroupBy(c => with(c, ClassValues.Any).Key, StringComparer.Ordinal)
            .Select(group => with(group.First(), group.Select(part).Aggregate((a, b) => a.Union(b))));

    private string Key =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Owners.Key}|{OwnerAccounts.Key}|{Accounts.Key}|{Principals.Key}|{From:O}|{Until:O}|{DeniedBy}"
        );
}
