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
        var any = ClassValues.Any;
        var byPrincipals = classes
            .GroupBy(c => (c with { Principals = any }).Key)
            .Select(g => g.Aggregate((a, b) => a with { Principals = a.Principals.Union(b.Principals) }));
        var byAccounts = byPrincipals
            .GroupBy(c => (c with { Accounts = any }).Key)
            .Select(g => g.Aggregate((a, b) => a with { Accounts = a.Accounts.Union(b.Accounts) }));
        var byOwnerAccounts = byAccounts
            .GroupBy(c => (c with { OwnerAccounts = any }).Key)
            .Select(g => g.Aggregate((a, b) => a with { OwnerAccounts = a.OwnerAccounts.Union(b.OwnerAccounts) }));
        return byOwnerAccounts
            .GroupBy(c => (c with { Owners = any }).Key)
            .Select(g => g.Aggregate((a, b) => a with { Owners = a.Owners.Union(b.Owners) }));
    }

    private string Key =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Owners.Key}|{OwnerAccounts.Key}|{Accounts.Key}|{Principals.Key}|{From:O}|{Until:O}|{DeniedBy}"
        );
}
