using System.Globalization;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>A class of requests while classes are joined: each part of a request is chosen by itself.</summary>
/// <param name="Owners">`ec2:Owner` of the image.</param>
/// <param name="OwnerAccounts">The accounts that own images with an alias.</param>
/// <param name="Accounts">The callers'.</param>
/// <param name="Levels">Which lists of principals the caller is in, as <see cref="PrincipalLists"/> counts them.</param>
/// <param name="Until">The first moment after; null for ever.</param>
/// <param name="DeniedBy">The first statement, by its number, that denies all of the class; null when none denies any of it.</param>
internal sealed record ClassParts(
    ClassValues Owners,
    ClassValues OwnerAccounts,
    ClassValues Accounts,
    ClassValues Levels,
    DateTimeOffset? From,
    DateTimeOffset? Until,
    int? DeniedBy
)
{
    /// <summary>The owner who is asked about apart from other callers; null when nothing compares the two.</summary>
    public string? Asked { get; init; }

    /// <summary>Whether the caller's account owns the image; null for either.</summary>
    public bool? IsOwn { get; init; }

    /// <summary>Joins classes that differ in one part only and have the same answer.</summary>
    public static IEnumerable<ClassParts> Joined(IEnumerable<ClassParts> classes)
    {
        // Principals of the same account match in several ways, so that accounts come first.
        var byAccounts = Join(classes, c => c.Accounts, (c, values) => c with { Accounts = values });
        var byOwnership = byAccounts.SelectMany(c => c.ByOwnership());
        var byLevels = Join(byOwnership, c => c.Levels, (c, values) => c with { Levels = values });
        var byBoth = Join(byLevels, c => c.Accounts, (c, values) => c with { Accounts = values });
        var byOwning = Join(byBoth, c => c.OwnerAccounts, (c, values) => c with { OwnerAccounts = values });
        return Join(byOwning, c => c.Owners, (c, values) => c with { Owners = values });
    }

    private static IEnumerable<ClassParts> Join(
        IEnumerable<ClassParts> classes,
        Func<ClassParts, ClassValues> part,
        Func<ClassParts, ClassValues, ClassParts> with
    ) =>
        classes
            .GroupBy(c => with(c, ClassValues.Any).Key, StringComparer.Ordinal)
            .Select(group => with(group.First(), group.Select(part).Aggregate((a, b) => a.Union(b))));

    /// <summary>What the owner calls and what others call is told apart without naming the owner, where it has to be at all.</summary>
    private IEnumerable<ClassParts> ByOwnership()
    {
        var together = this with { Asked = null };
        var hasOwner = Asked is not null && Accounts.Contains(Asked);
        if (Asked is null || hasOwner && Accounts.IsAllBut)
            return [together];

        var others = together with { Accounts = Accounts.Without(Asked), IsOwn = false };
        if (!hasOwner)
            return [others];

        // Whoever owns the image is its owner, so that the owners are told by the callers alone.
        var own = together with
        {
            Owners = ClassValues.Any,
            Accounts = Owners.Accounts,
            IsOwn = true,
        };
        return others.Accounts.IsNone ? [own] : [own, others];
    }

    private string Key =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Owners.Key}|{OwnerAccounts.Key}|{Accounts.Key}|{Levels.Key}|{From:O}|{Until:O}|{DeniedBy}|{Asked}|{IsOwn}"
        );
}
