using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>Counts the launches by each entry of the allow list: one that nobody used is one less to keep.</summary>
/// <param name="config">Null when it is not known: then nothing is said.</param>
internal sealed class AllowListUse(ImageOwners owners, GovernanceConfig? config)
{
    private sealed record Entry(OwnerId Owner, string Kind, string Name);

    private sealed record Use(long Launches, DateTimeOffset? Last);

    /// <summary>The least used first.</summary>
    /// <param name="launches">That succeeded.</param>
    public ImmutableArray<OwnerUse> Of(IReadOnlyCollection<ReportedCalls> launches)
    {
        if (config is null)
            return [];
        var uses = Uses(launches);
        return
        [
            .. Entries(config)
                .Select(e => (Entry: e, Use: uses.GetValueOrDefault(e.Owner.IamName) ?? new Use(0, null)))
                .Select(e => new OwnerUse(e.Entry.Owner, e.Entry.Kind, e.Entry.Name, e.Use.Launches, e.Use.Last))
                .OrderBy(u => u.Launches)
                .ThenBy(u => u.Kind, StringComparer.Ordinal)
                .ThenBy(u => u.Owner.IamName, StringComparer.Ordinal),
        ];
    }

    /// <summary>By the owner as `ec2:Owner` has it, and by the account of an owner with an alias.</summary>
    private Dictionary<string, Use> Uses(IReadOnlyCollection<ReportedCalls> launches)
    {
        var uses = launches.GroupBy(c => c.Owner).ToDictionary(g => g.Key, Sum, StringComparer.Ordinal);
        // Images with an alias show by it; their account is known from the files of owners.
        var byAccount = launches
            .Where(c => !AccountId.IsValid(c.Owner))
            .GroupBy(c => owners.Find(c.Key.Image)?.OwnerId ?? "")
            .Where(g => g.Key.Length > 0);
        foreach (var account in byAccount)
            uses.TryAdd(account.Key, Sum(account));
        return uses;
    }

    private static Use Sum(IEnumerable<ReportedCalls> launches) =>
        new(launches.Sum(c => c.Count), launches.Max(c => c.Last));

    private static IEnumerable<Entry> Entries(GovernanceConfig config) =>
        [
            .. config.Publishers.Select(p => new Entry(OwnerId.Of(p.AccountId), "publisher", p.Name ?? "")),
            .. config.Aliases.Select(a => new Entry(OwnerId.Of(a.Alias), "alias", "")),
            .. (config.ManagedServices ?? []).SelectMany(s =>
                s.AccountIds.Select(a => new Entry(OwnerId.Of(a), "managed service", s.Name))
            ),
            .. config.Exceptions.Select(e => new Entry(OwnerId.Of(e.AccountId), "exception", e.Ticket ?? "")),
        ];
}
