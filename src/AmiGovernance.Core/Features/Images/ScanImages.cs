using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Threading.Channels;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Images.Naming;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images;

/// <param name="Accounts">Empty for every account of the organization.</param>
/// <param name="Regions">Empty for every enabled Region.</param>
/// <param name="Resume">Go on with the last scan: read what it could not or did not read yet.</param>
public sealed record ScanRequest(
    ScanDepth Depth,
    ImmutableArray<AccountId> Accounts,
    ImmutableArray<string> Regions,
    bool Resume
)
{
    public NamingConvention? Naming { get; init; }

    public int UnusedDays { get; init; } = 180;

    public AllowedImagesState? AllowedImages { get; init; }

    public bool BlocksPublicAccess { get; init; } = true;

    /// <summary>Accounts outside the organization whose images are approved.</summary>
    public ImmutableArray<string> ApprovedOwners { get; init; } = [];

    /// <summary>Accounts and Regions that are read at once.</summary>
    public int AtOnce { get; init; } = 256;
}

/// <summary>How far a scan has come. Of an account the Regions are known once it was asked for them.</summary>
/// <param name="Total">Accounts and Regions to read, as far as known.</param>
public readonly record struct ScanProgress(
    int Accounts,
    int AccountsKnown,
    int Done,
    int Total,
    int Gaps,
    TimeSpan Elapsed
);

/// <summary>Reads the images of every account in every enabled Region into the inventory.</summary>
public sealed class ScanImages(
    IOrganizations organizations,
    IAwsIdentity identity,
    IImageReader reader,
    IImageStore inventory,
    TimeProvider time,
    IProgress<ScanProgress>? progress = null
)
{
    private const int AccountsAtOnce = 64;

    /// <summary>Accounts that got no answer from a Region, one after the other, until it counts as unreachable.</summary>
    private const int SilentAccounts = 5;

    private readonly ConcurrentDictionary<string, int> silence = new(StringComparer.Ordinal);
    private long started;
    private int accountsTotal,
        accountsKnown,
        done,
        total,
        gaps;

    /// <summary>The scan; null with a report when nothing could be done. Throws <see cref="AwsException"/> when the organization cannot be read.</summary>
    public async Task<ScanRecord?> Run(ScanRequest request, DiagnosticBag bag, CancellationToken cancel)
    {
        started = time.GetTimestamp();
        var caller = await identity.GetCallerIdentity(cancel);
        var organization = await organizations.DescribeOrganization(cancel);
        var accounts = await organizations.ListAccounts(cancel);
        foreach (var stranger in request.Accounts.Where(a => accounts.All(o => o.Id != a)))
            bag.Report(
                ImagesDiagnostics.UnknownAccount,
                SourceLocation.OfFile(AmiGovernance.Core.Base.Text.SourceText.Missing("AWS")),
                $"account {stranger} is not in the organization {organization.Id}"
            );
        if (bag.HasErrors || Begin(request, organization.Id, caller.Arn, accounts, bag) is not { } scan)
            return null;
        var settled = inventory.Settled(scan.Number);
        var rules = Rules(request, scan, organization.Id, accounts);

        var pairs = Channel.CreateUnbounded<(AccountId Account, string Region)>();
        var results = Channel.CreateUnbounded<RegionScan>(new UnboundedChannelOptions { SingleReader = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var saving = Save(scan, results.Reader, stop, bag);
        try
        {
            var chosen = accounts.Where(a => request.Accounts.IsEmpty || request.Accounts.Contains(a.Id)).ToList();
            accountsTotal = chosen.Count;
            var finding = FindRegions(chosen, request, settled, pairs.Writer, results.Writer, stop.Token);
            var one = new RegionReader(reader, rules, scan.Depth, time);
            var reading = Enumerable
                .Range(0, request.AtOnce)
                .Select(_ => ReadRegions(one, pairs.Reader, results.Writer, stop.Token));
            await Task.WhenAll([finding, .. reading]);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // The inventory cannot be written; the report says so.
        }
        finally
        {
            // What was read before a cancellation is kept too.
            results.Writer.Complete();
            await saving;
        }
        return !bag.HasErrors && inventory.Finish(scan.Number, time.GetUtcNow(), bag) ? inventory.LastScan : null;
    }

    private ScanRecord? Begin(
        ScanRequest request,
        string organization,
        string caller,
        ImmutableArray<OrganizationAccount> accounts,
        DiagnosticBag bag
    )
    {
        if (!request.Resume)
            return inventory.Begin(time.GetUtcNow(), request.Depth, organization, caller, accounts, bag);
        if (inventory.LastScan is { } last && last.Organization == organization)
            return last;
        bag.Report(
            ImagesDiagnostics.NothingToResume,
            SourceLocation.OfFile(AmiGovernance.Core.Base.Text.SourceText.Missing("AWS")),
            $"the inventory holds no scan of the organization {organization} to go on with",
            "leave `--resume` out to begin one"
        );
        return null;
    }

    private static ImageRules Rules(
        ScanRequest request,
        ScanRecord scan,
        string organization,
        ImmutableArray<OrganizationAccount> accounts
    ) =>
        new(
            new OrganizationScope(organization, accounts.Select(a => a.Id).ToFrozenSet())
            {
                ApprovedOwners = request.ApprovedOwners.ToFrozenSet(StringComparer.Ordinal),
            },
            request.Naming,
            request.UnusedDays,
            scan.StartedAt
        )
        {
            AllowedImages = request.AllowedImages,
            BlocksPublicAccess = request.BlocksPublicAccess,
        };

    private async Task FindRegions(
        List<OrganizationAccount> accounts,
        ScanRequest request,
        IReadOnlySet<(AccountId, string)> settled,
        ChannelWriter<(AccountId, string)> pairs,
        ChannelWriter<RegionScan> results,
        CancellationToken cancel
    )
    {
        try
        {
            await Parallel.ForEachAsync(
                accounts,
                new ParallelOptions { MaxDegreeOfParallelism = AccountsAtOnce, CancellationToken = cancel },
                async (account, stop) =>
                {
                    foreach (var region in await RegionsOf(account, stop))
                    {
                        if (
                            (
                                !request.Regions.IsEmpty
                                && region.Region != RegionScan.AllRegions
                                && !request.Regions.Contains(region.Region)
                            ) || settled.Contains((account.Id, region.Region))
                        )
                            continue;
                        if (region.Coverage != Coverage.Read)
                            Add(results, region);
                        else
                        {
                            Interlocked.Increment(ref total);
                            pairs.TryWrite((account.Id, region.Region));
                        }
                    }
                    Interlocked.Increment(ref accountsKnown);
                    Report();
                }
            );
        }
        finally
        {
            pairs.Complete();
        }
    }

    /// <summary>The account's Regions, <see cref="Coverage.Read"/> standing for those that are still to be read.</summary>
    private async Task<IEnumerable<RegionScan>> RegionsOf(OrganizationAccount account, CancellationToken cancel)
    {
        RegionScan Entry(string region, Coverage coverage, string reason) =>
            new(account.Id, region, coverage, time.GetUtcNow()) { Reason = reason };
        if (account.State != AccountState.Active)
            return [Entry(RegionScan.AllRegions, Coverage.Skipped, $"the account is {account.State.Name()}")];
        try
        {
            return (await reader.DescribeRegions(account.Id, cancel)).Select(r =>
                r.IsEnabled
                    ? Entry(r.Name, Coverage.Read, "")
                    : Entry(r.Name, Coverage.Skipped, "the account has not opted in to the Region")
            );
        }
        catch (AwsException e)
        {
            return [Entry(RegionScan.AllRegions, Coverages.Of(e), e.Failure.Summary)];
        }
    }

    private async Task ReadRegions(
        RegionReader one,
        ChannelReader<(AccountId Account, string Region)> pairs,
        ChannelWriter<RegionScan> results,
        CancellationToken cancel
    )
    {
        await foreach (var (account, region) in pairs.ReadAllAsync(cancel))
        {
            if (silence.GetValueOrDefault(region) >= SilentAccounts)
            {
                Add(
                    results,
                    new RegionScan(account, region, Coverage.Failed, time.GetUtcNow())
                    {
                        Reason =
                            $"not tried: {region} did not answer for {SilentAccounts} accounts one after the other",
                    }
                );
                continue;
            }
            var result = await one.Read(account, region, cancel);
            if (
                result.Coverage == Coverage.Failed
                && result.Reason.Contains($": {AwsFailure.RequestFailed}:", StringComparison.Ordinal)
            )
                silence.AddOrUpdate(region, 1, (_, before) => before + 1);
            else
                silence[region] = 0;
            Add(results, result);
        }
    }

    private void Add(ChannelWriter<RegionScan> results, RegionScan result)
    {
        if (result.Coverage.IsGap())
            Interlocked.Increment(ref gaps);
        if (result.Region != RegionScan.AllRegions && result.Coverage != Coverage.Skipped)
            Interlocked.Increment(ref done);
        results.TryWrite(result);
        Report();
    }

    private void Report() =>
        progress?.Report(
            new ScanProgress(accountsTotal, accountsKnown, done, total, gaps, time.GetElapsedTime(started))
        );

    /// <summary>One writer, which takes all that has come in while it wrote.</summary>
    private async Task Save(
        ScanRecord scan,
        ChannelReader<RegionScan> results,
        CancellationTokenSource stop,
        DiagnosticBag bag
    )
    {
        var batch = new List<RegionScan>();
        while (await results.WaitToReadAsync(CancellationToken.None))
        {
            batch.Clear();
            while (batch.Count < 200 && results.TryRead(out var result))
                batch.Add(result);
            if (bag.HasErrors || inventory.Save(scan, batch, bag))
                continue;
            await stop.CancelAsync();
        }
    }
}
