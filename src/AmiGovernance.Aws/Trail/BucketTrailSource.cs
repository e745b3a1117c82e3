using System.Globalization;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
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
    /// <summary>
    /// How many folders may stand between the address and `AWSLogs` for the trail's layout to be made use of.
    /// </summary>
    private const int FoldersAbove = 2;

    /// <summary>How many accounts are listed side by side where only what is new is wanted.</summary>
    private const int AccountsAtOnce = 32;

    /// <summary>A file lies in the folder of the day on which CloudTrail delivers it, by CloudTrail's clock.</summary>
    private static readonly TimeSpan ClocksApart = TimeSpan.FromHours(1);

    /// <summary>Only what came at or after this moment, by the clock of S3; null for everything.</summary>
    public DateTimeOffset? Since { get; init; }

    private readonly BucketListing listing = new(s3, time);
    private DateTimeOffset? listed;

    /// <summary>
    /// Files are small, and each is waited for: some tens of milliseconds until its first byte comes.
    /// </summary>
    public int Concurrency => 32;

    public async IAsyncEnumerable<TrailFile> List([EnumeratorCancellation] CancellationToken cancel)
    {
        var wanted = NotYetListed();
        var began = time.GetUtcNow();
        var distinct = addresses.Distinct().ToList();
        foreach (var address in distinct.Where(a => !distinct.Any(o => o != a && o.Contains(a))))
        {
            var (bucket, prefix) = (address.Bucket, address.Prefix);
            // The address may be that of a file, which the user named: then it is read whatever its name.
            if (prefix.Length > 0 && await listing.Find(bucket, prefix, cancel) is { } named)
                yield return File(bucket, named);
            var folder = prefix.Length == 0 ? "" : $"{prefix}/";
            await foreach (var file in Below(bucket, folder, wanted, FoldersAbove, cancel))
                yield return file;
        }
        listed = began;
    }

    public Stream Open(TrailFile file, CancellationToken cancel) => new ObjectDownload(s3, file, timeout, time, cancel);

    /// <summary>What came before an earlier list has been seen, but for the files of that day.</summary>
    private TrailFilter NotYetListed()
    {
        var from = Since - ClocksApart ?? listed?.AddDays(-1);
        return from is null || filter.From >= from ? filter : filter with { From = from };
    }

    private async IAsyncEnumerable<TrailFile> Below(
        string bucket,
        string folder,
        TrailFilter wanted,
        int above,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        if (IsReadWhole(folder, wanted, above))
        {
            await foreach (var file in Files(bucket, folder, wanted, cancel))
                yield return file;
            yield break;
        }
        var ahead = new Queue<Task<List<TrailFile>>>();
        await foreach (var (stored, below) in listing.Folder(bucket, folder, cancel))
        {
            if (stored is not null && IsNew(stored))
                yield return Found(bucket, stored);
            if (below is null || !MayHold(below, wanted))
                continue;
            if (IsListedAhead(below))
            {
                ahead.Enqueue(ToList(Below(bucket, below, wanted, above - 1, cancel)));
                if (ahead.Count < AccountsAtOnce)
                    continue;
                foreach (var file in await ahead.Dequeue())
                    yield return file;
                continue;
            }
            await foreach (var file in Below(bucket, below, wanted, above - 1, cancel))
                yield return file;
        }
        while (ahead.TryDequeue(out var files))
            foreach (var file in await files)
                yield return file;
    }

    /// <summary>The folder of an account, where few files are new and thousands of folders must be looked into.</summary>
    private bool IsListedAhead(string folder) =>
        Since is not null && TrailPlace.Of(folder) is { IsInLayout: true, Account.Length: > 0, Kind.Length: 0 };

    private static async Task<List<TrailFile>> ToList(IAsyncEnumerable<TrailFile> files)
    {
        var list = new List<TrailFile>();
        await foreach (var file in files)
            list.Add(file);
        return list;
    }

    private bool IsNew(S3Object stored) => Since is null || !(stored.LastModified?.ToUniversalTime() < Since);

    /// <summary>
    /// Whether its folders are not checked one by one: all of it is wanted, or no folder below tells more.
    /// </summary>
    private static bool IsReadWhole(string folder, TrailFilter wanted, int above)
    {
        if (wanted is { IsEverywhere: true, FirstDay: null, LastDay: null })
            return true;
        var place = TrailPlace.Of(folder);
        return place.IsInLayout ? place.Region.Length > 0 : above == 0;
    }

    private static bool MayHold(string folder, TrailFilter wanted) =>
        wanted.MayHold(TrailPlace.Of(folder)) && TrailFileNames.ReasonToSkip($"{folder}.json") is null;

    private async IAsyncEnumerable<TrailFile> Files(
        string bucket,
        string folder,
        TrailFilter wanted,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        var isByDay = HoldsDays(folder);
        var after = isByDay && wanted.FirstDay is { } first ? $"{folder}{DayFolder(first)}" : null;
        await foreach (var stored in listing.Objects(bucket, folder, after, cancel))
        {
            if (isByDay && TrailPlace.Of(stored.Key).Day > wanted.LastDay)
                yield break;
            if (IsNew(stored))
                yield return Found(bucket, stored);
        }
    }

    /// <summary>Whether it is the folder of an account's Region, with a folder for each day.</summary>
    private static bool HoldsDays(string folder)
    {
        var place = TrailPlace.Of(folder);
        return place is { IsInLayout: true, Region.Length: > 0, Day: null }
            && folder.EndsWith($"/{place.Region}/", StringComparison.Ordinal);
    }

    private static string DayFolder(DateOnly day) => day.ToString("yyyy'/'MM'/'dd'/'", CultureInfo.InvariantCulture);

    private static TrailFile Found(string bucket, S3Object stored) =>
        File(bucket, stored) with
        {
            SkipReason = TrailFileNames.ReasonToSkip(stored.Key),
        };

    private static TrailFile File(string bucket, S3Object stored) =>
        new(BucketAddress.NameOf(bucket, stored.Key), stored.Size ?? 0) { Version = stored.ETag ?? "" };
}
