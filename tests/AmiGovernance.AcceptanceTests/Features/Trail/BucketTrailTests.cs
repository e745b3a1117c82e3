using System.IO.Compression;
using Amazon.Runtime;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Aws;
using AmiGovernance.Aws.Session;
using AmiGovernance.Cli.Adapters.Trails;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;
using AmiGovernance.TestSupport.Features.Trail.Generator;

namespace AmiGovernance.AcceptanceTests.Features.Trail;

/// <summary>Trail files in a bucket of the sandbox, read over the wire.</summary>
public sealed partial class BucketTrailTests : IAsyncLifetime
{
    private const string BucketName = "org-trail";

    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("amigov-bucket-");
    private readonly MemoryObjects objects = new();
    private AwsConnection connection = null!;
    private SandboxServer server = null!;

    public async ValueTask InitializeAsync()
    {
        var world = WorldGenerator.Create(new WorldSize(12, 1, 0), new Amigov.FixedTime(Now));
        world.Buckets.Put(
            new Bucket(
                BucketName,
                AccountId.Parse(WorldGenerator.Management),
                RegionName.Parse("us-east-1"),
                Now,
                objects
            )
        );
        server = await SandboxServer.Start(world, cancel: TestContext.Current.CancellationToken);
        var credentials = new BasicAWSCredentials(
            CredentialStore.AdministratorKey(AccountId.Parse(WorldGenerator.Management)),
            CredentialStore.AdministratorSecret
        );
        connection = new AwsConnection(
            new AwsSettings(null, "us-east-1", AwsSettings.OrganizationAccessRole)
            {
                Endpoint = server.Address,
                Credentials = credentials,
            },
            new RushingTime(Now)
        );
    }

    public async ValueTask DisposeAsync()
    {
        connection.Dispose();
        await server.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static (TrailGenerator Generator, List<GeneratedTrailFile> Files) Generate(int seed, int records)
    {
        var generator = new TrailGenerator(seed);
        return (generator, [.. generator.Files(records, CompressionLevel.Fastest)]);
    }

    private void Put(IEnumerable<GeneratedTrailFile> files)
    {
        foreach (var file in files)
            objects.Put(new StoredObject(file.Path, file.Gzip, Now));
    }

    private ITrailSource Source(TrailFilter? filter = null, string prefix = "") =>
        connection.TrailBuckets([new BucketAddress(BucketName, prefix)], filter ?? TrailFilter.Everything);

    private static async Task<TrailFindings> Scan(
        ITrailSource source,
        ITrailState? state = null,
        TrailFilter? filter = null
    )
    {
        var scan = new ScanTrail(
            source,
            TrailQuestion.Everything with
            {
                Filter = filter ?? TrailFilter.Everything,
            },
            state,
            TimeProvider.System
        );
        await scan.Run(TestContext.Current.CancellationToken);
        return scan.Findings;
    }

    private TrailStateFile State() =>
        TrailStateFile.Open(Path.Combine(folder.FullName, "state.db"), new DiagnosticBag())!;

    private static void AssertExact(TrailGenerator generator, TrailFindings findings)
    {
        Assert.Equal(generator.Expected.Values.Sum(e => e.Count), findings.Rows.Sum(r => r.Count));
        Assert.Equal(
            (generator.Records, (long)generator.Duplicates),
            (findings.Ledger.Counts.Records, findings.Ledger.Counts.Duplicates)
        );
        Assert.Equal(
            generator
                .Expected.GroupBy(e => (e.Key.Account, e.Key.Outcome))
                .Select(g => (g.Key, (long)g.Sum(e => e.Value.Count)))
                .Order(),
            findings
                .Rows.GroupBy(r => (r.Key.Account, r.Key.Outcome.Name()))
                .Select(g => (g.Key, g.Sum(r => r.Count)))
                .Order()
        );
        Assert.True(findings.Ledger.Looked.IsComplete, string.Join('\n', findings.Ledger.Gaps));
    }

    [Fact]
    public async Task A_bucket_gives_what_its_files_hold_over_many_pages()
    {
        var (generator, files) = Generate(seed: 21, records: 20_000);
        Put(files);
        for (var i = 0; i < 1100; i++)
            objects.Put(
                new StoredObject(
                    $"AWSLogs/o-abc123xyz0/100000000000/CloudTrail-Digest/us-east-1/2026/01/01/{i}.json.gz",
                    Array.Empty<byte>(),
                    Now
                )
            );
        objects.Put(
            new StoredObject(
                "AWSLogs/100000000000/elasticloadbalancing/us-east-1/2026/01/01/x.log.gz",
                "no trail"u8.ToArray(),
                Now
            )
        );
        var findings = await Scan(Source());
        AssertExact(generator, findings);
        Assert.Equal(
            [("digest", 1100L), ("log of another service", 1L)],
            findings.Ledger.Skipped.Select(s => (s.Key, s.Value))
        );
        Assert.Equal(2, server.Statistics.Of("s3", "ListObjectsV2"));
    }

    [Fact]
    public async Task Broken_downloads_go_on_where_they_broke_and_throttled_ones_later()
    {
        var (generator, files) = Generate(seed: 22, records: 10_000);
        Put(files);
        server.Faults.Add(new Fault("s3", "GetObject", FaultKind.CutAnswer) { Probability = 0.7 });
        server.Faults.Add(new Fault("s3", "GetObject", FaultKind.Drop) { Skip = 3, Times = 1 });
        server.Faults.Add(
            new Fault("s3", null, FaultKind.Error)
            {
                Code = "SlowDown",
                Status = 503,
                Times = 2,
            }
        );
        AssertExact(generator, await Scan(Source()));
        Assert.True(server.Faults.All[0].Happened > 1, "no download broke");
        Assert.True(server.Statistics.Of("s3", "GetObject") > files.Count, "no download went on");
    }

    [Fact]
    public async Task A_file_that_could_not_be_had_is_told_and_read_by_the_next_run()
    {
        var (generator, files) = Generate(seed: 23, records: 8_000);
        Put(files);
        server.Faults.Add(
            new Fault("s3", "GetObject", FaultKind.Error)
            {
                Code = "AccessDenied",
                Status = 403,
                Skip = 2,
                Times = 2,
            }
        );
        using (var state = State())
        {
            var ledger = (await Scan(Source(), state)).Ledger;
            Assert.Equal((2, files.Count - 2L), (ledger.Gaps.Length, ledger.Files));
            Assert.All(
                ledger.Gaps,
                g => Assert.StartsWith("s3://org-trail/AWSLogs/", g.File, StringComparison.Ordinal)
            );
        }
        using var again = State();
        var before = server.Statistics.Of("s3", "GetObject");
        AssertExact(generator, await Scan(Source(), again));
        Assert.Equal(2, server.Statistics.Of("s3", "GetObject") - before);
    }

    [Fact]
    public async Task A_download_that_always_breaks_leaves_nothing_behind()
    {
        var (generator, files) = Generate(seed: 24, records: 4_000);
        Put(files);
        server.Faults.Add(new Fault("s3", "GetObject", FaultKind.Drop));
        using (var state = State())
        {
            var findings = await Scan(Source(), state);
            Assert.Equal(
                (0L, 0L, (long)files.Count),
                (findings.Ledger.Files, findings.Ledger.Counts.Records, findings.Ledger.GapCount)
            );
            Assert.Empty(findings.Rows);
        }
        server.Faults.Clear();
        using var again = State();
        AssertExact(generator, await Scan(Source(), again));
    }

    [Fact]
    public async Task An_object_that_was_replaced_is_told_by_its_ETag_though_its_size_is_the_same()
    {
        var (_, files) = Generate(seed: 25, records: 2_000);
        Put(files);
        using var state = State();
        await Scan(Source(), state);
        var content = files[0].Gzip.ToArray();
        content[^9] ^= 1;
        objects.Put(new StoredObject(files[0].Path, content, Now));
        var ledger = (await Scan(Source(), state)).Ledger;
        Assert.Equal($"s3://{BucketName}/{files[0].Path}", Assert.Single(ledger.Gaps).File);
        // And a download never goes on with another object than the one that was listed.
        using var stream = Source()
            .Open(
                new TrailFile($"s3://{BucketName}/{files[0].Path}", content.Length) { Version = "\"0123\"" },
                TestContext.Current.CancellationToken
            );
        Assert.Contains(
            "replaced",
            Assert.Throws<IOException>(() => stream.ReadByte()).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Only_the_folders_that_the_question_is_about_are_listed_and_read()
    {
        foreach (var account in new[] { "111122223333", "222233334444", "333344445555" })
        foreach (var region in new[] { "eu-west-1", "us-east-1" })
            for (var day = 1; day <= 9; day++)
            {
                // Delivered some minutes later, on the next day.
                var record =
                    $$"""{"eventVersion":"1.11","eventID":"{{account[..8]}}-0000-4000-8{{day:d3}}-{{(region == "us-east-1" ? 1 : 2):d12}}","eventSource":"ec2.amazonaws.com","eventName":"RunInstances","eventTime":"2026-01-{{day:d2}}T23:58:00Z","awsRegion":"{{region}}","recipientAccountId":"{{account}}"}""";
                objects.Put(
                    new StoredObject(
                        $"AWSLogs/o-abc123xyz0/{account}/CloudTrail/{region}/2026/01/{day + 1:d2}/{account}_{day}.json",
                        System.Text.Encoding.UTF8.GetBytes($$"""{"Records":[{{record}}]}"""),
                        Now
                    )
                );
                objects.Put(
                    new StoredObject(
                        $"AWSLogs/o-abc123xyz0/{account}/CloudTrail-Digest/{region}/2026/01/{day + 1:d2}/{account}_{day}.json.gz",
                        Array.Empty<byte>(),
                        Now
                    )
                );
            }
        var filter = new TrailFilter(new(2026, 1, 3, 0, 0, 0, TimeSpan.Zero), new(2026, 1, 6, 0, 0, 0, TimeSpan.Zero))
        {
            Accounts = [AccountId.Parse("222233334444")],
            Regions = [RegionName.Parse("us-east-1")],
        };
        var narrow = await Scan(Source(filter), filter: filter);
        Assert.Equal(
            [("222233334444", "us-east-1", 3L)],
            narrow
                .Rows.GroupBy(r => (r.Key.Account, r.Key.Region))
                .Select(g => (g.Key.Account, g.Key.Region, g.Sum(r => r.Count)))
        );
        // The files of 3 to 7 January; of them the first and the last hold events of the days beside.
        Assert.Equal((5L, 2L), (narrow.Ledger.Files, narrow.Ledger.Counts.OutsideTime));
        Assert.Equal(5, server.Statistics.Of("s3", "GetObject"));
        // The bucket, AWSLogs, the organization, the account, its trail, and its one Region from that day on.
        Assert.Equal(6, server.Statistics.Of("s3", "ListObjectsV2"));
        // Without folders that tell, the same events are found by reading.
        Assert.Equal(
            narrow.Rows,
            (
                await Scan(
                    connection.TrailBuckets([new BucketAddress(BucketName, "")], TrailFilter.Everything),
                    filter: filter
                )
            ).Rows
        );
    }

    [Fact]
    public async Task A_run_that_goes_on_finds_new_files_and_does_not_list_old_days_again()
    {
        var (generator, files) = Generate(seed: 27, records: 6_000);
        var late = files[^1];
        Put(files.SkipLast(1));
        using var state = State();
        var question = TrailQuestion.Everything;
        var scan = new ScanTrail(Source(), question, state, TimeProvider.System);
        Assert.Equal(files.Count - 1, await scan.Run(TestContext.Current.CancellationToken));
        // Files are delivered to the day's folder.
        objects.Put(
            new StoredObject(
                late.Path.Replace(
                    TrailPlace
                        .Of(late.Path)
                        .Day!.Value.ToString("yyyy'/'MM'/'dd", System.Globalization.CultureInfo.InvariantCulture),
                    "2026/06/01",
                    StringComparison.Ordinal
                ),
                late.Gzip,
                Now
            )
        );
        Assert.Equal(1, await scan.Run(TestContext.Current.CancellationToken));
        AssertExact(generator, scan.Findings);
        Assert.DoesNotContain("read before", scan.Findings.Ledger.Skipped.Keys);
    }

    [Fact]
    public async Task An_address_is_an_object_or_a_folder_never_the_beginning_of_a_name()
    {
        foreach (var key in new[] { "logs/a.json", "logs/b/c.json", "logs-old/d.json", "logs" })
            objects.Put(new StoredObject(key, "[]"u8.ToArray(), Now));
        async Task<List<string>> Names(params BucketAddress[] addresses)
        {
            var names = new List<string>();
            await foreach (
                var file in connection
                    .TrailBuckets(addresses, TrailFilter.Everything)
                    .List(TestContext.Current.CancellationToken)
            )
                names.Add(BucketAddress.Split(file.Name).Key);
            return names;
        }
        Assert.Equal(
            ["logs", "logs/a.json", "logs/b/c.json"],
            await Names(BucketAddress.Parse("s3://org-trail/logs/")!)
        );
        Assert.Equal(["logs/b/c.json"], await Names(BucketAddress.Parse("s3://org-trail/logs/b/c.json")!));
        Assert.Equal(
            ["logs-old/d.json", "logs", "logs/a.json", "logs/b/c.json"],
            await Names(
                BucketAddress.Parse("s3://org-trail/logs-old")!,
                BucketAddress.Parse("s3://org-trail/logs/b")!,
                BucketAddress.Parse("s3://org-trail/logs")!
            )
        );
    }

    [Fact]
    public void Both_commands_read_the_trail_of_an_organization_in_its_bucket()
    {
        using var deployed = new DeployedSandbox("audit_mode");
        var trail = deployed.Amigov.Sandbox!.StartTrail();
        deployed.Verify();
        trail.Deliver();
        var bucket = $"s3://{TrailDeliveryBucket(deployed)}";
        var scanned = deployed.Amigov.Run("trail", "scan", bucket, "--by", "kind,action", "--output", "csv");
        Assert.True(scanned.ExitCode == 0, scanned.Error);
        Assert.Contains("launch,ec2:RunInstances", scanned.Out, StringComparison.Ordinal);
        var none = deployed.Amigov.Run("trail", "scan", bucket, "--account", "999999999999", "--output", "csv");
        Assert.Equal((1, true), (none.ExitCode, none.Error.Contains("AMI0902", StringComparison.Ordinal)));
        var tested = deployed.Amigov.Run("backtest", bucket, "--output", "json");
        Assert.True(tested.ExitCode is 0 or 3, tested.Error);
        Assert.Contains("\"launches\"", tested.Out, StringComparison.Ordinal);
    }

    private static string TrailDeliveryBucket(DeployedSandbox deployed) =>
        AmiGovernance.Sandbox.CloudTrail.TrailDelivery.BucketOf(deployed.World.Organization);

    [Fact]
    public void A_bucket_that_is_not_there_is_an_error_of_AWS()
    {
        using var deployed = new DeployedSandbox("audit_mode");
        var (code, _, error) = deployed.Amigov.Run("trail", "scan", "s3://nobody-has-this");
        Assert.Equal(
            (1, true),
            (
                code,
                error.Contains("AMI0711", StringComparison.Ordinal)
                    && error.Contains("s3:ListBucket: NoSuchBucket", StringComparison.Ordinal)
            )
        );
    }
}
