using System.Collections.Concurrent;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Gates;

/// <summary>
/// Looks through all accounts and Regions for instances that enforcement would not let be launched. Audit mode marks them and writes no
/// record of a launch, so this is how violations are measured (EC2 user guide, "Control the discovery and use of AMIs with Allowed
/// AMIs").
/// </summary>
/// <param name="aws">The accounts.</param>
/// <param name="enforced">Says which images could still be launched.</param>
/// <param name="progress">Told how far the reading is.</param>
internal sealed class ScanInstances(
    IInstanceReader aws,
    EnforcedLaunches enforced,
    IProgress<ReadProgress>? progress = null
)
{
    /// <summary>Each account has limits of its own, so what counts is how many connections one machine keeps.</summary>
    private const int AccountsAtOnce = 16;
    private const int RegionsAtOnce = 4;

    private readonly ConcurrentBag<ForbiddenUse> forbidden = [];
    private readonly ConcurrentBag<ReadingGap> gaps = [];
    private int done;
    private int places;
    private int instances;

    /// <param name="accounts">The accounts to look at.</param>
    /// <param name="regions">The Regions to look at; empty for all that an account can use.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<InstanceScan> Run(
        IReadOnlyCollection<AccountId> accounts,
        IReadOnlyCollection<RegionName> regions,
        CancellationToken cancel
    )
    {
        await Parallel.ForEachAsync(
            accounts,
            new ParallelOptions { MaxDegreeOfParallelism = AccountsAtOnce, CancellationToken = cancel },
            async (account, stop) =>
            {
                await Read(account, regions, stop);
                var read = Interlocked.Increment(ref done);
                progress?.Report(new ReadProgress("instances of accounts", read, accounts.Count));
            }
        );
        var uses = forbidden.OrderBy(f => f.Account).ThenBy(f => f.Region).ThenBy(f => f.ImageId);
        var notRead = gaps.OrderBy(g => g.Where, StringComparer.Ordinal);
        return new InstanceScan(accounts.Count, places, instances, [.. uses], [.. notRead]);
    }

    private async Task Read(AccountId account, IReadOnlyCollection<RegionName> regions, CancellationToken cancel)
    {
        var usable = regions;
        if (regions.Count == 0)
        {
            try
            {
                usable = await aws.DescribeRegions(account, cancel);
            }
            catch (AwsException e)
            {
                gaps.Add(new ReadingGap(account.Value, e.Failure.Summary));
                return;
            }
        }
        await Parallel.ForEachAsync(
            usable,
            new ParallelOptions { MaxDegreeOfParallelism = RegionsAtOnce, CancellationToken = cancel },
            async (region, stop) => await TryRead(account, region, stop)
        );
    }

    private async Task TryRead(AccountId account, RegionName region, CancellationToken cancel)
    {
        var place = $"{account} {region}";
        try
        {
            if (await NothingIsMarked(account, region, cancel) is { } why)
                gaps.Add(new ReadingGap(place, why));
            else
                await Read(account, region, cancel);
        }
        catch (AwsException e)
        {
            gaps.Add(new ReadingGap(place, e.Failure.Summary));
        }
    }

    /// <summary>
    /// Only where a policy of the organization has set the list do the marks speak of that list; null where they do, and where no marks
    /// are needed.
    /// </summary>
    private async Task<string?> NothingIsMarked(AccountId account, RegionName region, CancellationToken cancel)
    {
        if (!enforced.HasMarks)
            return null;
        var setting = await aws.GetAllowedImagesSettings(account, region, cancel);
        if (!setting.ByPolicy)
            return "no policy of the organization has set allowed images there yet";
        return setting.State == AllowedImagesState.Disabled
            ? "a policy has set allowed images to `disabled`: nothing is marked"
            : null;
    }

    private async Task Read(AccountId account, RegionName region, CancellationToken cancel)
    {
        var found = new Dictionary<string, ForbiddenUse>(StringComparer.Ordinal);
        await foreach (var instance in aws.DescribeInstanceImageMetadata(account, region, cancel))
        {
            Interlocked.Increment(ref instances);
            if (enforced.DeniedBy(account, instance) is not { } denied)
                continue;
            var image = instance.ImageId?.Value ?? "";
            if (!found.TryGetValue(image, out var use))
                use = Use(account, region, instance, denied);
            found[image] = use with { Instances = use.Instances + 1 };
        }
        Interlocked.Increment(ref places);
        foreach (var use in found.Values)
            forbidden.Add(use);
    }

    private static ForbiddenUse Use(AccountId account, RegionName region, InstanceImage instance, string deniedBy) =>
        new(
            account,
            region,
            instance.ImageId,
            instance.ImageName,
            instance.Owner,
            deniedBy,
            Instances: 0,
            instance.InstanceId
        );
}
