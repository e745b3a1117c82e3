using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Impact;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Discovery.Uses;

/// <summary>
/// Counts by owner and account what uses images now and what launched them, in whatever order it comes. Several threads may add.
/// </summary>
/// <param name="known">What is known of images; grows with what the accounts tell.</param>
internal sealed class UseEvidence(ImageOwners known)
{
    /// <summary>Facts that accounts tell, about 300 bytes each; needed for images that another account names and cannot see.</summary>
    private const int MostFacts = 200_000;

    /// <summary>Images without an owner, in each account; about 200 bytes each.</summary>
    private const int MostPending = 100_000;

    private sealed record Pending(string Image, string Region, string Service, AccountUse Use);

    private readonly Lock gate = new();
    private readonly Dictionary<string, OwnerTally> owners = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Image, string Account), Pending> pending = [];
    private int learnt;

    /// <summary>Uses of images without an owner that are counted under no image, for there are too many different ones.</summary>
    public long Folded { get; private set; }

    public void Add(ReadPlace place)
    {
        lock (gate)
        {
            var here = place
                .Images.Where(i => i.ImageId is not null)
                .DistinctBy(i => i.ImageId)
                .ToDictionary(i => i.ImageId ?? "", KnownAliases.Complete, StringComparer.Ordinal);
            foreach (var facts in here.Values)
                Learn(facts);
            foreach (var use in place.Uses)
            {
                var image = use.Image?.Value ?? "";
                Add(here.GetValueOrDefault(image), image, use.Region.Value, AccountUse.Of(use), "");
            }
        }
    }

    /// <param name="launch">Of one that succeeded.</param>
    public void Add(ReportedCalls launch)
    {
        var key = launch.Key;
        var use = new AccountUse(key.Account)
        {
            Launches = launch.Count,
            First = launch.First,
            Last = launch.Last,
        };
        // Who shared or made an image owns it; only the records say so.
        var told = AccountId.IsValid(launch.Owner) ? new ImageFacts(launch.Owner, null) { ImageId = key.Image } : null;
        lock (gate)
            Add(told is null ? null : KnownAliases.Complete(told), key.Image, key.Region, use, key.Service);
    }

    /// <summary>The images whose owner nobody has told yet.</summary>
    public IReadOnlyCollection<string> WithoutOwner()
    {
        lock (gate)
            return [.. pending.Keys.Select(k => k.Image).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Images that were without an owner are looked up once more, in all that was learnt since.</summary>
    public (ImmutableArray<OwnerEvidence> Owners, ImmutableArray<UnknownImage> Unknown) Result()
    {
        lock (gate)
        {
            foreach (var (key, waiting) in pending.ToList())
                if (FactsOf(waiting.Image) is { } facts)
                {
                    pending.Remove(key);
                    Count(facts, waiting.Use, waiting.Service);
                }
            return (
                [.. owners.Select(o => o.Value.Evidence(o.Key)).OrderBy(o => o.Owner, StringComparer.Ordinal)],
                [.. Unknown()]
            );
        }
    }

    private void Add(ImageFacts? told, string image, string region, AccountUse use, string service)
    {
        var saying = told is not null && OwnerTally.KeyOf(told) is not null ? told : null;
        var before = FactsOf(image);
        var facts =
            before is null || (saying is { IsDescribed: true } && !before.IsDescribed) ? saying ?? before : before;
        if (facts is not null)
        {
            Learn(facts);
            Count(facts, use, service);
            return;
        }
        var key = (image, use.Account);
        if (pending.TryGetValue(key, out var waiting))
            pending[key] = waiting with { Region = First(waiting.Region, region), Use = waiting.Use.Plus(use) };
        else if (pending.Count < MostPending)
            pending[key] = new Pending(image, region, service, use);
        else
            Folded++;
    }

    private void Count(ImageFacts facts, AccountUse use, string service)
    {
        var key = OwnerTally.KeyOf(facts) ?? throw new ArgumentException("facts without an owner", nameof(facts));
        if (!owners.TryGetValue(key, out var tally))
            owners[key] = tally = new OwnerTally(facts);
        tally.Add(facts, use, service);
    }

    private ImageFacts? FactsOf(string image) =>
        known.Find(image) is { } facts
        && KnownAliases.Complete(facts) is var whole
        && OwnerTally.KeyOf(whole) is not null
            ? whole
            : null;

    /// <summary>What is known already stays: a file that the user gave is believed before what one account sees.</summary>
    private void Learn(ImageFacts facts)
    {
        if (facts.ImageId is not { } image || learnt >= MostFacts)
            return;
        if (known.Find(image) is { } before && (before.IsDescribed || before.OwnerAlias == facts.OwnerAlias))
            return;
        if (known.Add(facts))
            learnt++;
    }

    private IEnumerable<UnknownImage> Unknown() =>
        pending
            .Values.GroupBy(p => p.Image)
            .Select(g => new UnknownImage(
                g.Key,
                RegionOf(g),
                [.. g.Select(p => p.Use.Account).Order(StringComparer.Ordinal)],
                AccountUse.Sum(g.Select(p => p.Use)),
                Settle(g.Key, RegionOf(g))
            ))
            .OrderByDescending(u => u.Use.Launches + u.Use.Instances)
            .ThenBy(u => u.Image, StringComparer.Ordinal);

    private static string RegionOf(IEnumerable<Pending> uses) =>
        uses.Select(p => p.Region).Min(StringComparer.Ordinal) ?? "";

    private static string Settle(string image, string region)
    {
        if (LaunchedTemplate.Parse(image) is not null)
            return "read a longer part of the trail: the change of the launch template that names its image is not in it";
        if (!ImageId.IsValid(image))
            return "look for the launch in the account: no record and no template tells the image";
        var ask = LaunchAdvice.AskForImage(region, image);
        return $"ask in one of the accounts: {SuggestedCommand.Of(ask)}; if it is gone, an inventory that saw it (`--db`), a trail that"
            + " holds its making, or a list of owners (`--owners`) tells";
    }

    private static string First(string a, string b) => string.CompareOrdinal(a, b) <= 0 ? a : b;
}
