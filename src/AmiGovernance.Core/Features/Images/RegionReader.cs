using System.Collections.Concurrent;
using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images;

/// <summary>Reads one account in one Region. What fails beside the images makes the result partial, never wrong.</summary>
internal sealed class RegionReader(IImageReader reader, ImageRules rules, ScanDepth depth, TimeProvider time)
{
    /// <summary>
    /// Calls for single images that are under way at once: with a usual round trip more than the budget of 20 a second refills.
    /// </summary>
    private const int CallsAtOnce = 8;

    public async Task<RegionScan> Read(AccountId account, RegionName region, CancellationToken cancel)
    {
        var selection = depth == ScanDepth.Public ? ImageSelection.OwnPublic : ImageSelection.Own;
        ImmutableArray<InventoriedImage> own;
        try
        {
            own = await reader.DescribeImages(account, region, selection, cancel);
        }
        catch (AwsException e)
        {
            return RegionScan.NotRead(account, region, e.Failure, time.GetUtcNow());
        }

        var failures = new ConcurrentQueue<AwsFailure>();
        own = await WithPermissions(own, failures, cancel);
        if (depth == ScanDepth.Public)
            return Result(account, region, failures) with { Images = Scanned(own, false), Complete = [selection] };

        // Whoever restores a snapshot has what is in the image, however private that is.
        var open = await Try(() => reader.DescribePublicSnapshots(account, region, cancel), failures);
        if (open is not null)
            own = [.. own.Select(i => WithPublicSnapshots(i, open))];
        var shared = await Try(() => SharedByStrangers(account, region, cancel), failures);
        var settings = await Try(() => reader.GetImageSettings(account, region, rules.Attributes, cancel), failures);
        return Result(account, region, failures) with
        {
            Images = Scanned([.. own, .. shared ?? []], open is not null),
            Complete = shared is null || Hides(settings) ? [selection] : [selection, ImageSelection.SharedWithAccount],
            Settings = settings,
            SettingsFindings = settings is null ? [] : rules.Check(settings),
        };
    }

    /// <summary>
    /// EC2 user guide, "Allowed AMIs": while it is enabled, images of others that it does not allow are not shown, and may be shared all
    /// the same. Where nobody knows whether it is, they may be hidden too.
    /// </summary>
    private static bool Hides(ImageSettings? settings) => settings?.HidesImages ?? true;

    private RegionScan Result(AccountId account, RegionName region, ConcurrentQueue<AwsFailure> failures)
    {
        var coverage = failures.IsEmpty ? Coverage.Read : Coverage.Partial;
        return new RegionScan(account, region, coverage, time.GetUtcNow()) { Failures = [.. failures] };
    }

    private ImmutableArray<ScannedImage> Scanned(ImmutableArray<InventoriedImage> images, bool snapshotsRead) =>
        [.. images.Select(i => new ScannedImage(i, rules.Check(i), [.. NotLooked(i, snapshotsRead)]))];

    /// <summary>Golden images are shared with every account; only those of strangers are worth a line.</summary>
    private async Task<List<InventoriedImage>> SharedByStrangers(
        AccountId account,
        RegionName region,
        CancellationToken cancel
    )
    {
        var shared = await reader.DescribeImages(account, region, ImageSelection.SharedWithAccount, cancel);
        return [.. shared.Where(i => !i.IsOwn && !rules.Check(i).IsEmpty)];
    }

    private static InventoriedImage WithPublicSnapshots(InventoriedImage image, IReadOnlySet<string> open) =>
        image with
        {
            PublicSnapshots = [.. image.Snapshots.Where(open.Contains).Order(StringComparer.Ordinal)],
        };

    /// <summary>
    /// Of public images launch permissions tell who else is meant to launch them; of private ones, whether somebody outside may.
    /// </summary>
    private async Task<ImmutableArray<InventoriedImage>> WithPermissions(
        ImmutableArray<InventoriedImage> images,
        ConcurrentQueue<AwsFailure> failures,
        CancellationToken cancel
    )
    {
        var wanted = images.Where(i => i.IsPublic || (depth == ScanDepth.Full && i.CanBeShared));
        var found = new ConcurrentDictionary<ImageId, ImmutableArray<LaunchPermission>>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = cancel };
        await Parallel.ForEachAsync(
            wanted,
            options,
            async (image, stop) =>
            {
                try
                {
                    found[image.ImageId] = await reader.DescribeLaunchPermissions(image.Place, stop);
                }
                catch (AwsException e) when (IsGone(e))
                {
                    // An image that was deregistered since it was listed is no gap.
                }
                catch (AwsException e)
                {
                    failures.Enqueue(e.Failure);
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

    private static bool IsGone(AwsException e) => AwsFacts.MissingImage.Value.Contains(e.Code);

    private static IEnumerable<FindingKind> NotLooked(InventoriedImage image, bool snapshotsRead)
    {
        if (image.LaunchPermissions is null && image.CanBeShared)
        {
            yield return FindingKind.SharedOutside;
            yield return FindingKind.SharedWithOrganization;
        }
        if (image.IsOwn && !snapshotsRead)
            yield return FindingKind.PublicSnapshot;
    }

    /// <summary>Null when AWS refused; the failure is kept.</summary>
    private static async Task<T?> Try<T>(Func<Task<T>> read, ConcurrentQueue<AwsFailure> failures)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (AwsException e)
        {
            failures.Enqueue(e.Failure);
            return null;
        }
    }
}
