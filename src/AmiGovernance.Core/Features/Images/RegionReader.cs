using System.Collections.Concurrent;
using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images;

/// <summary>Reads one account in one Region. What fails beside the images makes the result partial, never wrong.</summary>
internal sealed class RegionReader(IImageReader reader, ImageRules rules, ScanDepth depth, TimeProvider time)
{
    /// <summary>Calls for single images that are under way at once: with a usual round trip more than the budget of 20 a second refills.</summary>
    private const int CallsAtOnce = 8;

    public async Task<RegionScan> Read(AccountId account, string region, CancellationToken cancel)
    {
        var gaps = new List<string>();
        var snapshotsRead = false;
        ImmutableArray<InventoriedImage> images;
        ImageSettings? settings = null;
        var complete = new List<ImageSelection>
        {
            depth == ScanDepth.Public ? ImageSelection.OwnPublic : ImageSelection.Own,
        };
        try
        {
            images = await reader.DescribeImages(account, region, complete[0], cancel);
        }
        catch (AwsException e)
        {
            return new RegionScan(account, region, Coverages.Of(e), time.GetUtcNow()) { Reason = e.Failure.Summary };
        }
        images = await WithPermissions(images, gaps, cancel);
        if (depth > ScanDepth.Public)
        {
            // Whoever restores a snapshot has what is in the image, however private that is.
            await Try(
                async () =>
                {
                    var open = await reader.DescribePublicSnapshots(account, region, cancel);
                    images =
                    [
                        .. images.Select(i =>
                            i with
                            {
                                PublicSnapshots = [.. i.Snapshots.Where(open.Contains).Order(StringComparer.Ordinal)],
                            }
                        ),
                    ];
                    snapshotsRead = true;
                },
                gaps
            );
            await Try(
                async () =>
                {
                    var shared = await reader.DescribeImages(account, region, ImageSelection.SharedWithAccount, cancel);
                    // Golden images are shared with every account; only those of strangers are worth a line.
                    images = [.. images, .. shared.Where(i => !i.IsOwn && !rules.Check(i).IsEmpty)];
                    complete.Add(ImageSelection.SharedWithAccount);
                },
                gaps
            );
            await Try(async () => settings = await reader.GetImageSettings(account, region, cancel), gaps);
        }
        return new RegionScan(account, region, gaps.Count == 0 ? Coverage.Read : Coverage.Partial, time.GetUtcNow())
        {
            Reason = string.Join("; ", gaps.Distinct().Order(StringComparer.Ordinal)),
            Images = [.. images.Select(i => new ScannedImage(i, rules.Check(i), NotLooked(i, snapshotsRead)))],
            Complete = [.. complete],
            Settings = settings,
            SettingsFindings = settings is null ? [] : rules.Check(settings),
        };
    }

    /// <summary>Of public images they tell who else is meant to launch them; of private ones, whether somebody outside may.</summary>
    private async Task<ImmutableArray<InventoriedImage>> WithPermissions(
        ImmutableArray<InventoriedImage> images,
        List<string> gaps,
        CancellationToken cancel
    )
    {
        var wanted = images.Where(i => i.IsPublic || (depth == ScanDepth.Full && i.CanBeShared)).ToList();
        if (wanted.Count == 0)
            return images;
        var found = new ConcurrentDictionary<string, ImmutableArray<LaunchPermission>>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            wanted,
            new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = cancel },
            async (image, stop) =>
            {
                try
                {
                    found[image.ImageId] = await reader.DescribeLaunchPermissions(
                        image.Account,
                        image.Region,
                        image.ImageId,
                        stop
                    );
                }
                catch (AwsException e)
                {
                    // An image that was deregistered since it was listed is no gap.
                    if (e.Code is not ("InvalidAMIID.NotFound" or "InvalidAMIID.Unavailable"))
                        lock (gaps)
                            gaps.Add(e.Failure.Summary);
                }
            }
        );
        return
        [
            .. images.Select(i =>
                found.TryGetValue(i.ImageId, out var permissions) ? i with { LaunchPermissions = permissions } : i
            ),
        ];
    }

    private static ImmutableArray<FindingKind> NotLooked(InventoriedImage image, bool snapshotsRead) =>
        [
            .. image.LaunchPermissions is null && image.CanBeShared
                ? [FindingKind.SharedOutside, FindingKind.SharedWithOrganization]
                : (FindingKind[])[],
            .. image.IsOwn && !snapshotsRead ? [FindingKind.PublicSnapshot] : (FindingKind[])[],
        ];

    private static async Task Try(Func<Task> read, List<string> gaps)
    {
        try
        {
            await read();
        }
        catch (AwsException e)
        {
            gaps.Add(e.Failure.Summary);
        }
    }
}
