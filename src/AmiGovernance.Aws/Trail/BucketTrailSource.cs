using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Aws.Trail;

/// <summary>
/// The trail files of buckets. Where a question is about some accounts, Regions or days only, the folders of the others are not
/// even listed: the folders of an account or Region are told by their names, and files come in the order of their days.
/// </summary>
internal sealed class BucketTrailSource(
    AmazonS3Client s3,
    IReadOnlyList<BucketAddress> addresses,
    TrailFilter filter,
    TimeSpan timeout,
    TimeProvider time
) : ITrailSource
{
    /// <summary>How many folders may stand between the address and `AWSLogs` for the trail's layout to be made use of.</summary>
    private const int FoldersAbove = 2;

    private DateTimeOffset? listed;

    /// <summary>Files are small, and each is waited for: some tens of milliseconds until its first byte comes.</summary>
    public int Concurrency => 32;

    public async IAsyncEnumerable<TrailFile> List([EnumeratorCancellation] CancellationToken cancel)
    {
        // What came before an earlier list has been seen, but for the files of that day.
        var wanted =
            listed is { } before && (filter.From is not { } from || from < before.AddDays(-1))
                ? filter with
                {
                    From = before.AddDays(-1),
                }
                : filter;
        var began = time.GetUtcNow();
        var distinct = addresses.Distinct().ToList();
        foreach (var address in distinct.Where(a => !distinct.Any(o => o != a && o.Contains(a))))
        {
            if (address.Prefix.Length > 0)
                await foreach (var named in Pages(address.Bucket, address.Prefix, null, null, 1, cancel))
                {
                    if (named is { Object: { } stored } && stored.Key == address.Prefix)
                        yield return File(address.Bucket, stored);
                    break;
                }
            await foreach (
                var file in Below(
                    address.Bucket,
                    address.Prefix.Length == 0 ? "" : $"{address.Prefix}/",
                    wanted,
                    FoldersAbove,
                    cancel
                )
            )
                yield return file;
        }
        listed = began;
    }

    public Stream Open(TrailFile file, CancellationToken cancel) => new ObjectDownload(s3, file, timeout, time, cancel);

    private async IAsyncEnumerable<TrailFile> Below(
        string bucket,
        string folder,
        TrailFilter wanted,
        int above,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        var place = TrailPlace.Of(folder);
        var open = wanted is { Accounts.IsEmpty: true, Regions.IsEmpty: true, FirstDay: null, LastDay: null };
        if (open || (place.IsInLayout ? place.Region.Length > 0 : above == 0))
        {
            await foreach (var file in Files(bucket, folder, place, wanted, cancel))
                yield return file;
            yield break;
        }
        await foreach (var (stored, below) in Pages(bucket, folder, "/", null, null, cancel))
        {
            if (stored is not null)
                yield return Found(bucket, stored);
            else if (
                below is not null
                && wanted.MayHold(TrailPlace.Of(below))
                && TrailFileNames.ReasonToSkip($"{below}.json") is null
            )
                await foreach (var file in Below(bucket, below, wanted, above - 1, cancel))
                    yield return file;
        }
    }

    private async IAsyncEnumerable<TrailFile> Files(
        string bucket,
        string folder,
        TrailPlace place,
        TrailFilter wanted,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        var byDay =
            place is { IsInLayout: true, Region.Length: > 0, Day: null }
            && folder.EndsWith($"/{place.Region}/", StringComparison.Ordinal);
        var after =
            byDay && wanted.FirstDay is { } first
                ? folder + first.ToString("yyyy'/'MM'/'dd'/'", System.Globalization.CultureInfo.InvariantCulture)
                : null;
        await foreach (var (stored, _) in Pages(bucket, folder, null, after, null, cancel))
        {
            if (stored is null)
                continue;
            if (byDay && TrailPlace.Of(stored.Key).Day > wanted.LastDay)
                yield break;
            yield return Found(bucket, stored);
        }
    }

    /// <summary>Objects and folders, as S3 sorts them.</summary>
    private async IAsyncEnumerable<(S3Object? Object, string? Folder)> Pages(
        string bucket,
        string prefix,
        string? delimiter,
        string? after,
        int? most,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        var request = new ListObjectsV2Request
        {
            BucketName = bucket,
            Prefix = prefix,
            Delimiter = delimiter,
            StartAfter = after,
            MaxKeys = most,
        };
        do
        {
            var page = await Patience.Run("s3:ListBucket", () => s3.ListObjectsV2Async(request, cancel), time, cancel);
            foreach (var stored in page.S3Objects ?? [])
                yield return (stored, null);
            foreach (var folder in page.CommonPrefixes ?? [])
                yield return (null, folder);
            request.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        } while (request.ContinuationToken is not null);
    }

    private static TrailFile Found(string bucket, S3Object stored) =>
        File(bucket, stored) with
        {
            SkipReason = TrailFileNames.ReasonToSkip(stored.Key),
        };

    private static TrailFile File(string bucket, S3Object stored) =>
        new(BucketAddress.NameOf(bucket, stored.Key), stored.Size ?? 0) { Version = stored.ETag ?? "" };
}
