using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>Launches of one owner's images by one account.</summary>
/// <param name="Account">Empty when the source does not tell who launched.</param>
internal sealed record LaunchesByAccount(string Account, IReadOnlyList<string> Images, long Count, DateTimeOffset? Last)
{
    /// <summary>Launches at any time by the source that tells most of an account, the most first.</summary>
    public static IEnumerable<LaunchesByAccount> Of(ImageUse use, AccountId owner) =>
        use
            .Sources.SelectMany(s => s.Launches.Where(l => l.Owner == owner.Value).GroupBy(l => l.Account))
            .GroupBy(source => source.Key)
            .Select(g => Together(g.Key, [.. g]))
            .OrderByDescending(l => l.Count)
            .ThenBy(l => l.Account, StringComparer.Ordinal);

    private static LaunchesByAccount Together(
        string account,
        IReadOnlyCollection<IGrouping<string, OwnerLaunches>> sources
    )
    {
        var images = sources
            .SelectMany(s => s.Select(l => l.Image))
            .Where(i => i.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        return new LaunchesByAccount(
            account,
            [.. images],
            sources.Max(s => s.Sum(l => l.Count)),
            sources.Max(s => s.Max(l => l.Last))
        );
    }
}
