using System.Collections.Concurrent;
using System.Threading.Channels;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images;

/// <summary>
/// One run over accounts and Regions: accounts are asked for their Regions, Regions are read as they become known, and what was
/// read is saved by one writer.
/// </summary>
internal sealed class ScanRun(
    ScanRequest request,
    ScanRecord scan,
    IImageReader reader,
    RegionReader regions,
    IImageStore inventory,
    ScanTally tally,
    TimeProvider time
)
{
    private const int AccountsAtOnce = 64;

    /// <summary>Results that are saved together.</summary>
    private const int BatchSize = 200;

    private readonly SilentRegions silent = new();
    private readonly IReadOnlySet<(AccountId, RegionName?)> settled = inventory.Settled(scan.Number);

    /// <summary>What the ledger has of a scan that goes on: it says more than that this run was asked for other Regions.</summary>
    private readonly HashSet<(AccountId, RegionName?)> noted =
    [
        .. inventory.Ledger(scan.Number).Select(r => (r.Account, r.Region)),
    ];

    private readonly Channel<Place> places = Channel.CreateUnbounded<Place>();

    /// <summary>Images of a whole organization do not fit in memory: who reads waits for the writer.</summary>
    private readonly Channel<RegionScan> results = Channel.CreateBounded<RegionScan>(
        new BoundedChannelOptions(2 * BatchSize) { SingleReader = true }
    );

    private readonly ConcurrentDictionary<RegionName, bool> known = new();

    /// <summary>
    /// The Regions that were asked for and that AWS told of for no account, enabled or not; empty where no account told its Regions.
    /// </summary>
    public IEnumerable<RegionName> UnknownRegions =>
        known.IsEmpty ? [] : request.Regions.Where(r => !known.ContainsKey(r));

    private readonly record struct Place(AccountId Account, RegionName Region);

    /// <summary>Ends when all is read and saved, or when the inventory cannot be written: then there is an error in the bag.</summary>
    public async Task Run(
        IReadOnlyCollection<OrganizationAccount> accounts,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var saving = Save(stop, bag);
        try
        {
            var reading = Enumerable.Range(0, request.AtOnce).Select(_ => ReadRegions(stop.Token));
            await Task.WhenAll([FindRegions(accounts, stop.Token), .. reading]);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // The inventory cannot be written; the report says so.
        }
        finally
        {
            // What was read before a cancellation is kept too.
            results.Writer.TryComplete();
            await saving;
        }
    }

    private async Task FindRegions(IReadOnlyCollection<OrganizationAccount> accounts, CancellationToken cancel)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = AccountsAtOnce, CancellationToken = cancel };
        try
        {
            await Parallel.ForEachAsync(
                accounts,
                options,
                async (account, stop) =>
                {
                    foreach (var entry in await RegionsOf(account, stop))
                        await Distribute(entry);
                    tally.AccountIsKnown();
                }
            );
        }
        finally
        {
            places.Writer.Complete();
        }
    }

    /// <summary>What is still to be read goes to the readers, what is known already to the ledger.</summary>
    private async ValueTask Distribute(RegionScan entry)
    {
        if (settled.Contains((entry.Account, entry.Region)))
            return;
        if (!request.Asks(entry.Region))
        {
            if (entry.Coverage == Coverage.Read && !noted.Contains((entry.Account, entry.Region)))
                await Add(LeftOut(entry));
            return;
        }
        if (entry.Coverage != Coverage.Read || entry.Region is not { } region)
        {
            await Add(entry);
            return;
        }
        tally.Expect();
        places.Writer.TryWrite(new Place(entry.Account, region));
    }

    /// <summary>The account's Regions, <see cref="Coverage.Read"/> standing for those that are still to be read.</summary>
    private async Task<IEnumerable<RegionScan>> RegionsOf(OrganizationAccount account, CancellationToken cancel)
    {
        if (account.State != AccountState.Active)
            return [Skipped(account, null, $"the account is {account.State.Name()}")];
        try
        {
            var found = await reader.DescribeRegions(account.Id, cancel);
            foreach (var region in found)
                known.TryAdd(region.Region, true);
            return found.Select(r =>
                r.IsEnabled
                    ? new RegionScan(account.Id, r.Region, Coverage.Read, time.GetUtcNow())
                    : Skipped(account, r.Region, "the account has not opted in to the Region")
            );
        }
        catch (AwsException e)
        {
            return [RegionScan.NotRead(account.Id, null, e.Failure, time.GetUtcNow())];
        }
    }

    private RegionScan Skipped(OrganizationAccount account, RegionName? region, string reason) =>
        new(account.Id, region, Coverage.Skipped, time.GetUtcNow()) { Reason = reason };

    private async Task ReadRegions(CancellationToken cancel)
    {
        await foreach (var (account, region) in places.Reader.ReadAllAsync(cancel))
        {
            if (silent.Contains(region))
            {
                await Add(NotTried(account, region));
                continue;
            }
            var result = await regions.Read(account, region, cancel);
            silent.Note(region, result);
            await Add(result);
        }
    }

    private static RegionScan LeftOut(RegionScan entry) =>
        entry with
        {
            Coverage = Coverage.NotAsked,
            Reason = "the scan was asked for other Regions",
        };

    private RegionScan NotTried(AccountId account, RegionName region) =>
        new(account, region, Coverage.Failed, time.GetUtcNow())
        {
            Reason =
                $"not tried: {region} did not answer for {SilentRegions.SilentAccounts} accounts one after the other",
        };

    /// <summary>What was read is saved, also when the run is cancelled meanwhile: the writer goes on until all are done.</summary>
    private async ValueTask Add(RegionScan result)
    {
        await results.Writer.WriteAsync(result, CancellationToken.None);
        tally.Add(result);
    }

    /// <summary>One writer, which takes all that has come in while it wrote.</summary>
    private async Task Save(CancellationTokenSource stop, DiagnosticBag bag)
    {
        try
        {
            await SaveAll(stop, bag);
        }
        catch (Exception e)
        {
            // Nobody waits for a writer that is gone.
            results.Writer.TryComplete(e);
            throw;
        }
    }

    private async Task SaveAll(CancellationTokenSource stop, DiagnosticBag bag)
    {
        var batch = new List<RegionScan>();
        while (await results.Reader.WaitToReadAsync(CancellationToken.None))
        {
            batch.Clear();
            while (batch.Count < BatchSize && results.Reader.TryRead(out var result))
                batch.Add(result);
            if (!bag.HasErrors && !inventory.Save(scan, batch, bag))
                await stop.CancelAsync();
        }
    }
}
