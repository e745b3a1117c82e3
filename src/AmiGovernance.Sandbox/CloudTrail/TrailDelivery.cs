using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.CloudTrail;

/// <summary>
/// The organization's trail: what was recorded goes as gzip files into a bucket, in the layout of an organization trail
/// (CloudTrail user guide, "Finding your CloudTrail log files").
/// </summary>
public sealed class TrailDelivery
{
    private readonly SandboxWorld world;
    private readonly Bucket bucket;
    private readonly Dictionary<Place, List<TrailEvent>> waiting = [];

    private TrailDelivery(SandboxWorld world, Bucket bucket)
    {
        (this.world, this.bucket) = (world, bucket);
        world.Trail.Recorded += Add;
    }

    /// <summary>Makes the bucket in the account that archives logs, where it does not exist, and begins to collect.</summary>
    /// <param name="objects">Where the files go; null for wherever the world keeps its buckets.</param>
    public static TrailDelivery Start(SandboxWorld world, IObjects? objects = null)
    {
        var name = BucketOf(world.Organization);
        if (world.Buckets.Find(name) is { } known && objects is null)
            return new TrailDelivery(world, known);

        var (owner, region) = (LogArchive(world.Organization), world.Ec2.Regions[0]);
        var bucket = new Bucket(name, owner, region, world.Now, objects ?? world.Buckets.Objects(name))
        {
            Policy = "{}",
        };
        world.Buckets.Put(bucket);
        return new TrailDelivery(world, bucket);
    }

    private static AccountId LogArchive(Organization organization) =>
        organization.Accounts.FirstOrDefault(a => a.Name == "log-archive")?.Id ?? organization.ManagementAccount;

    public static string BucketOf(Organization organization) => $"aws-cloudtrail-logs-{organization.Id}";

    /// <summary>Recording happens under the gate of the world.</summary>
    private void Add(TrailEvent recorded)
    {
        if (!waiting.TryGetValue(recorded.Place, out var list))
            waiting[recorded.Place] = list = [];
        list.Add(recorded);
    }

    /// <summary>What was recorded before collecting began is delivered, too.</summary>
    public void TakePast()
    {
        lock (world.Gate)
            foreach (var recorded in world.Trail.All.OrderBy(e => e.Time))
                Add(recorded);
    }

    /// <summary>
    /// Writes what waits: one file for each account, Region and day. AWS does it after <see cref="AwsFacts.RecordDelay"/>
    /// on average.
    /// </summary>
    /// <returns>The keys of the new files.</returns>
    public ImmutableArray<string> Deliver()
    {
        lock (world.Gate)
        {
            var keys = ImmutableArray.CreateBuilder<string>();
            var now = world.Now.ToUniversalTime();
            foreach (var (place, events) in waiting.OrderBy(w => w.Key))
            foreach (var day in events.GroupBy(e => e.Time.UtcDateTime.Date))
                keys.Add(Put(place, [.. day], now));
            waiting.Clear();
            return keys.ToImmutable();
        }
    }

    /// <summary>A file comes soon after its last record, also one of the past.</summary>
    private string Put(Place place, List<TrailEvent> events, DateTimeOffset now)
    {
        var due = events[^1].Time.ToUniversalTime() + AwsFacts.RecordDelay.Value;
        var written = due < now ? due : now;
        var key = Key(place, written);
        bucket.Objects.Put(
            new StoredObject(key, Compress(events), written)
            {
                ContentType = "application/json",
                ContentEncoding = "gzip",
            }
        );
        return key;
    }

    private string Key(Place place, DateTimeOffset now)
    {
        var (account, region) = place;
        var folder = string.Create(
            CultureInfo.InvariantCulture,
            $"AWSLogs/{world.Organization.Id}/{account}/CloudTrail/{region}/{now:yyyy}/{now:MM}/{now:dd}"
        );
        var file = string.Create(
            CultureInfo.InvariantCulture,
            $"{account}_CloudTrail_{region}_{now.UtcDateTime:yyyyMMdd'T'HHmm'Z'}_{world.NewId("", 16)}.json.gz"
        );
        return $"{folder}/{file}";
    }

    private static byte[] Compress(List<TrailEvent> events)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
        {
            gzip.Write("{\"Records\":["u8);
            for (var i = 0; i < events.Count; i++)
            {
                if (i > 0)
                    gzip.Write(","u8);
                gzip.Write(events[i].Record.Span);
            }
            gzip.Write("]}"u8);
        }
        return buffer.ToArray();
    }
}
