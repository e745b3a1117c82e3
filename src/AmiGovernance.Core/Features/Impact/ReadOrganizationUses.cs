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
internal sealed class ReadOrganizationUses(ImpactPorts ports, ImpactRequest request)
{
    internal const int PlacesAtOnce = 32;

    private readonly ConcurrentBag<PlaceUses> read = [];
    private readonly ConcurrentBag<ImpactGap> gaps = [];
    private int places;
    private int skipped;

    /// <summary>Called with the number of accounts and Regions that have been read.</summary>
    public Action<int>? Progress { get; init; }

    public int Places => places;

    /// <summary>Accounts that are not active and Regions that are not enabled.</summary>
    public int Skipped => skipped;

    public IEnumerable<ImageUse> Uses => read.SelectMany(r => r.Uses);

    public IEnumerable<ImageFacts> Images => read.SelectMany(r => r.Images);

    public IEnumerable<ImpactGap> Gaps => gaps.Concat(read.SelectMany(r => r.Gaps));

    public async Task Run(ImmutableArray<OrganizationAccount> members, CancellationToken cancel)
    {
        foreach (var stranger in request.Accounts.Where(asked => members.All(m => m.Id != asked)))
            gaps.Add(new ImpactGap(stranger, null, "the account is not in the organization"));
        await Parallel.ForEachAsync(
            members.Where(m => request.Accounts.IsEmpty || request.Accounts.Contains(m.Id)),
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
            foreach (var asked in request.Regions.Where(r => regions.All(known => known.Name != r.Value)))
                gaps.Add(new ImpactGap(account.Id, asked, "there is no such Region"));
            foreach (var region in regions.Where(IsAskedFor))
                await ReadRegion(account.Id, region, cancel);
        }
        catch (AwsException e)
        {
            gaps.Add(ImpactGap.Of(account.Id, null, e));
        }
    }

    private bool IsAskedFor(AccountRegion region) =>
        request.Regions.IsEmpty || request.Regions.Any(asked => asked.Value == region.Name);

    private async Task ReadRegion(AccountId account, AccountRegion region, CancellationToken cancel)
    {
        if (!region.IsEnabled)
        {
            Interlocked.Increment(ref skipped);
            return;
        }
        var uses = await new ReadUses(ports, account, region.Region).Read(cancel);
        read.Add(uses);
        if (uses.HasAnswer)
            Progress?.Invoke(Interlocked.Increment(ref places));
    }
}
