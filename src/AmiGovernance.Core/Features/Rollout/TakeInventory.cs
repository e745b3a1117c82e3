using System.Collections.Concurrent;
using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout;

/// <summary>Instances of one account from one image that could not be launched any more.</summary>
/// <param name="DeniedBy">The layer, in words.</param>
/// <param name="Example">One of the instances.</param>
public sealed record ForbiddenUse(
    AccountId Account,
    string Region,
    string ImageId,
    string ImageName,
    string Owner,
    string DeniedBy,
    int Instances,
    string Example
);

/// <summary>A part that was not read, and why.</summary>
public sealed record ReadingGap(string Where, string Why);

/// <param name="Places">Pairs of account and Region that were read.</param>
/// <param name="Instances">All that were looked at.</param>
/// <param name="Gaps">What was not read; while there are any, what was found is not all.</param>
public sealed record Inventory(
    int Accounts,
    int Places,
    int Instances,
    ImmutableArray<ForbiddenUse> Forbidden,
    ImmutableArray<ReadingGap> Gaps
);

/// <summary>
/// Looks through all accounts and Regions for instances that enforcement would not let be launched. Audit mode marks them and writes no record of
/// a launch, so this is how violations are measured (EC2 user guide, "Control the discovery and use of AMIs with Allowed AMIs").
/// </summary>
public sealed class TakeInventory(
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

    /// <param name="regions">The Regions to look at; empty for all that an account can use.</param>
    public async Task<Inventory> Run(
        IReadOnlyCollection<AccountId> accounts,
        IReadOnlyCollection<string> regions,
        CancellationToken cancel
    )
    {
        await Parallel.ForEachAsync(
            accounts,
            new ParallelOptions { MaxDegreeOfParallelism = AccountsAtOnce, CancellationToken = cancel },
            async (account, stop) =>
            {
                await Read(account, regions, stop);
                progress?.Report(
                    new ReadProgress("instances of accounts", Interlocked.Increment(ref done), accounts.Count)
                );
            }
        );
        return new Inventory(
            accounts.Count,
            places,
            instances,
            [
                .. forbidden
                    .OrderBy(f => f.Account)
                    .ThenBy(f => f.Region, StringComparer.Ordinal)
                    .ThenBy(f => f.ImageId, StringComparer.Ordinal),
            ],
            [.. gaps.OrderBy(g => g.Where, StringComparer.Ordinal)]
        );
    }

    private async Task Read(AccountId account, IReadOnlyCollection<string> regions, CancellationToken cancel)
    {
        IReadOnlyCollection<string> usable;
        try
        {
            usable = regions.Count > 0 ? regions : await aws.DescribeRegions(account, cancel);
        }
        catch (AwsException e)
        {
            gaps.Add(new ReadingGap(account.Value, Why(e)));
            return;
        }
        await Parallel.ForEachAsync(
            usable,
            new ParallelOptions { MaxDegreeOfParallelism = RegionsAtOnce, CancellationToken = cancel },
            async (region, stop) =>
            {
                try
                {
                    await Read(account, region, stop);
                }
                catch (AwsException e)
                {
                    gaps.Add(new ReadingGap($"{account} {region}", Why(e)));
                }
            }
        );
    }

    private async Task Read(AccountId account, string region, CancellationToken cancel)
    {
        // Only where a policy of the organization has set the list do the marks speak of that list.
        var setting = await aws.GetAllowedImagesSettings(account, region, cancel);
        if (!setting.ByPolicy || setting.State == AllowedImagesState.Disabled)
        {
            gaps.Add(
                new ReadingGap(
                    $"{account} {region}",
                    setting.ByPolicy
                        ? "a policy has set allowed images to `disabled`: nothing is marked"
                        : "no policy of the organization has set allowed images there yet"
                )
            );
            return;
        }
        var found = new Dictionary<string, ForbiddenUse>(StringComparer.Ordinal);
        await foreach (var instance in aws.DescribeInstanceImageMetadata(account, region, cancel))
        {
            Interlocked.Increment(ref instances);
            if (enforced.DeniedBy(account, instance) is not { } denied)
                continue;
            found[instance.ImageId] = found.TryGetValue(instance.ImageId, out var known)
                ? known with
                {
                    Instances = known.Instances + 1,
                }
                : new ForbiddenUse(
                    account,
                    region,
                    instance.ImageId,
                    instance.ImageName,
                    instance.Owner,
                    denied,
                    1,
                    instance.InstanceId
                );
        }
        Interlocked.Increment(ref places);
        foreach (var use in found.Values)
            forbidden.Add(use);
    }

    private static string Why(AwsException failure) => $"{failure.Operation}: {failure.Code}: {failure.Message}";
}
