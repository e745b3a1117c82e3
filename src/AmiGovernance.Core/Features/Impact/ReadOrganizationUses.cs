using System.Collections.Concurrent;
using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Core.Features.Impact;

/// <summary>
/// Reads what names images in the accounts and Regions that are asked about, several accounts at a time.
/// </summary>
/// <param name="accounts">Empty for every account of the organization.</param>
/// <param name="wanted">The Regions; empty for every enabled one.</param>
internal sealed class ReadOrganizationUses(
    ImpactPorts ports,
    ImmutableArray<AccountId> accounts,
    ImmutableArray<RegionName> wanted
)
{
    internal const int PlacesAtOnce = 32;

    private readonly ConcurrentBag<PlaceUses> read = [];
    private readonly ConcurrentBag<ImpactGap> gaps = [];
    private int places;
    private int skipped;

    /// <summary>Called with the number of accounts and Regions that have been read.</summary>
    public Action<int>? Progress { get; init; }

    /// <summary>
    /// Takes what was read of a place, by several threads at once; then only gaps are kept here. Null keeps all.
    /// </summary>
    public Action<ReadPlace>? Take { get; init; }

    /// <summary>Places that need no reading, for they were read before; null for none.</summary>
    public Func<AccountId, RegionName, bool>? IsRead { get; init; }

    /// <summary>Whether it is asked which recipes build from the images that something else in their place names.</summary>
    public bool WithRecipes { get; init; }

    public int Places => places;

    /// <summary>Accounts that are not active and Regions that are not enabled.</summary>
    public int Skipped => skipped;

    public IEnumerable<ImageUse> Uses => read.SelectMany(r => r.Uses);

    public IEnumerable<ImageFacts> Images => read.SelectMany(r => r.Images);

    public IEnumerable<ImpactGap> Gaps => gaps.Concat(read.SelectMany(r => r.Gaps));

    public async Task Run(ImmutableArray<OrganizationAccount> members, CancellationToken cancel)
    {
        foreach (var stranger in accounts.Where(asked => members.All(m => m.Id != asked)))
            gaps.Add(new ImpactGap(stranger, null, "the account is not in the organization"));
        await Parallel.ForEachAsync(
            members.Where(m => accounts.IsEmpty || accounts.Contains(m.Id)),
            new ParallelOptions { MaxDegreeOfParallelism = PlacesAtOnce, CancellationToken = cancel },
            ReadAccount
        );
    }

    private async ValueTask ReadAccount(OrganizationAccount account, CancellationToken cancel)
    {
        if (account.State != AccountState.Active)
        {
            Interlocked.Increment(ref skipped);
            return;
        }
        try
        {
            var regions = await ports.Regions.DescribeRegions(account.Id, cancel);
            foreach (var asked in wanted.Where(r => regions.All(known => known.Name != r.Value)))
                gaps.Add(new ImpactGap(account.Id, asked, "there is no such Region"));
            foreach (var region in regions.Where(IsAskedFor))
                await ReadRegion(account.Id, region, cancel);
        }
        catch (AwsException e)
        {
            gaps.Add(ImpactGap.Of(account.Id, null, e));
        }
    }

    private bool IsAskedFor(AccountRegion region) => wanted.IsEmpty || wanted.Any(asked => asked.Value == region.Name);

    private async Task ReadRegion(AccountId account, AccountRegion region, CancellationToken cancel)
    {
        if (!region.IsEnabled)
        {
            Interlocked.Increment(ref skipped);
            return;
        }
        if (IsRead?.Invoke(account, region.Region) == true)
        {
            CountPlace();
            return;
        }
        var uses = await new ReadUses(ports, account, region.Region).Read(cancel);
        if (WithRecipes)
            uses = await AddRecipes(uses, account, region.Region, cancel);
        Keep(uses, account, region.Region);
        if (uses.HasAnswer)
            CountPlace();
    }

    private void CountPlace()
    {
        var counted = Interlocked.Increment(ref places);
        Progress?.Invoke(counted);
    }

    private void Keep(PlaceUses uses, AccountId account, RegionName region)
    {
        if (Take is null)
        {
            read.Add(uses);
            return;
        }
        foreach (var gap in uses.Gaps)
            gaps.Add(gap);
        Take(new ReadPlace(account, region, uses.Uses, uses.Images) { IsWhole = uses.Gaps.IsEmpty });
    }

    private async Task<PlaceUses> AddRecipes(
        PlaceUses uses,
        AccountId account,
        RegionName region,
        CancellationToken cancel
    )
    {
        ImmutableArray<ImageId> images = [.. uses.Uses.Select(u => u.Image).OfType<ImageId>().Distinct().Order()];
        var (recipes, unread) = await new FindRecipes(ports.Recipes, account, region).Find(images, cancel);
        return uses with { Uses = uses.Uses.AddRange(recipes), Gaps = uses.Gaps.AddRange(unread) };
    }
}
