using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Amazon.EC2;
using Amazon.EC2.Model;
using AmiGovernance.AcceptanceTests.Sandbox;
using AmiGovernance.Cli.Adapters.Trails;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.TestSupport.Features.Trail.Generator;
using LaunchPermission = Amazon.EC2.Model.LaunchPermission;

namespace AmiGovernance.AcceptanceTests.Features.Trail.Queries;

/// <summary>The query is run by ClickHouse itself, and must find what our reader finds in the same files.</summary>
public sealed class ClickHouseTests(ClickHouseProcess engine) : IClassFixture<ClickHouseProcess>, IDisposable
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("amigov-clickhouse-");

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>Puts a file where an organization's trail has it.</summary>
    private void Write(string path, byte[] bytes)
    {
        var file = Path.Combine(folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
    }

    private void WriteRecords(string records, string day = "2026/01/02", string name = "a.json.gz")
    {
        Write(
            $"AWSLogs/o-abc123xyz0/111122223333/CloudTrail/us-east-1/{day}/{name}",
            Gzip($"{{\"Records\":{records}}}")
        );
    }

    private static byte[] Gzip(string text)
    {
        using var stored = new MemoryStream();
        using (var gzip = new GZipStream(stored, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return stored.ToArray();
    }

    private async Task<TrailFindings> Query(TrailQuestion question)
    {
        using var server = new ClickHouseServer(engine.Address, user: null, password: null);
        return await new QueryTrail(
            server,
            new ClickHouseQueries(new ClickHouseSource(folder.FullName, IsS3: false, Cluster: null)),
            question
        ).Run((_, _) => { }, Cancel);
    }

    private async Task<TrailFindings> Read(TrailQuestion question)
    {
        var scan = new ScanTrail(new DiskTrailSource([folder.FullName]), question, state: null, TimeProvider.System);
        await scan.Run(Cancel);
        return scan.Findings;
    }

    private async Task<TrailFindings> AssertSame(TrailQuestion question)
    {
        var (queried, read) = (await Query(question), await Read(question));
        var (left, right) = (
            queried.Rows.Select(r => r.ToString()).ToHashSet(),
            read.Rows.Select(r => r.ToString()).ToHashSet()
        );
        Assert.Equal([], right.Except(left).Take(3));
        Assert.Equal([], left.Except(right).Take(3));
        Assert.Equal(read.Rows, queried.Rows);
        // Only who reads the files himself knows how long their text is.
        Assert.Equal(read.Ledger.Counts with { Text = 0 }, queried.Ledger.Counts);
        Assert.Equal((read.Ledger.Files, read.Ledger.EmptyFiles), (queried.Ledger.Files, queried.Ledger.EmptyFiles));
        Assert.Equal(read.Ledger.Skipped, queried.Ledger.Skipped);
        Assert.Equal(read.Ledger.Gaps.OrderBy(g => g.File, StringComparer.Ordinal), queried.Ledger.Gaps);
        Assert.Equal(Sorted(read.Sources.Owners), Sorted(queried.Sources.Owners));
        Assert.Equal(Sorted(read.Sources.Templates), Sorted(queried.Sources.Templates));
        return queried;
    }

    /// <summary>What people and programs are shown is the same but for the size of the text, which only the reader of files knows.</summary>
    private void AssertSameReports()
    {
        using var amigov = new Amigov { ReadsTrailFromDisk = true };
        foreach (var format in new[] { "text", "json", "markdown", "csv" })
        {
            var (scanned, read, gaps) = amigov.Run("trail", "scan", folder.FullName, "--output", format);
            var (asked, queried, sameGaps) = amigov.Run(
                "trail",
                "clickhouse",
                "--url",
                engine.Address.ToString(),
                "--path",
                folder.FullName,
                "--output",
                format
            );
            Assert.Equal((scanned, WithoutSize(read), gaps), (asked, WithoutSize(queried), sameGaps));
        }

        static string WithoutSize(string report) =>
            Regex.Replace(report, @"""text_bytes"": \d+|[\d.]+ [KMGT]B (of text|stored)", "SIZE");
    }

    private static IEnumerable<KeyValuePair<string, string>> Sorted(IReadOnlyDictionary<string, string> known) =>
        known.OrderBy(k => k.Key, StringComparer.Ordinal);

    /// <summary>A backtest asks for the dates on which the policies change by themselves to be told apart.</summary>
    [Fact]
    public async Task A_backtest_gives_the_findings_that_it_has_with_our_reader()
    {
        using var amigov = new Amigov { Now = new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero) };
        amigov.With(Samples.ConfigPath, Samples.Governance);
        Assert.Equal(0, amigov.Run("generate", "--mode", "enabled").ExitCode);
        foreach (var file in new TrailGenerator(seed: 22).Files(20_000, CompressionLevel.Fastest))
            Write(file.Path, file.Gzip);
        var policies = PolicySet.Read("dist", amigov.Files, new DiagnosticBag())!;
        var question = BacktestTrail.Question(TrailFilter.Everything, policies);
        Assert.NotEmpty(question.Boundaries);
        // The trail is of some hours; a date within them.
        question = question with
        {
            Boundaries = [new(2026, 1, 1, 1, 0, 0, TimeSpan.Zero), .. question.Boundaries],
        };
        var backtest = new BacktestTrail(
            new BacktestInput(policies, new ImageOwners(), null, null, Triage.Empty, amigov.Now)
        );
        var (queried, read) = (backtest.Run(await AssertSame(question)), backtest.Run(await Read(question)));
        Assert.NotEmpty(read.Findings);
        Assert.Equal(read.Findings.Select(Shown), queried.Findings.Select(Shown));

        static string Shown(BacktestFinding f) =>
            $"{f.Id} {f.Verdict} {f.Calls} {f.Succeeded} {f.First:o} {f.Last:o} {string.Join(',', f.DeniedBy)} {string.Join(',', f.Images)} {string.Join(',', f.Principals)}";
    }

    [Fact]
    public async Task A_generated_organization_gives_the_rows_of_our_reader()
    {
        var generator = new TrailGenerator(seed: 21);
        foreach (var file in generator.Files(30_000, CompressionLevel.Fastest))
            Write(file.Path, file.Gzip);
        var found = await AssertSame(TrailQuestion.Everything);
        Assert.Equal(generator.Records, found.Ledger.Counts.Records);
        Assert.True(found.Ledger.Counts.Duplicates > 1, "the trail has no duplicates");
        Assert.True(found.Rows.Length > 300, "the trail has few calls");
    }

    [Fact]
    public async Task Odd_calls_are_found_as_our_reader_finds_them()
    {
        var records = JsonNode
            .Parse(File.ReadAllText(RepositoryRoot.File("tests", "data", "trail", "odd-calls.json")))!
            .AsArray();
        WriteRecords(records.ToJsonString());
        WriteRecords(records.ToJsonString(new() { WriteIndented = true }), name: "b.json.gz");
        WriteRecords(File.ReadAllText(RepositoryRoot.File("tests", "data", "trail", "fleets.json")), name: "c.json.gz");
        Write("AWSLogs/o-abc123xyz0/111122223333/CloudTrail/us-east-1/2026/01/02/empty.json", []);
        Write("AWSLogs/o-abc123xyz0/111122223333/CloudTrail-Digest/us-east-1/2026/01/02/digest.json.gz", [1, 2, 3]);
        var found = await AssertSame(TrailQuestion.Everything);
        Assert.Equal(1, found.Ledger.EmptyFiles);
        Assert.True(
            found.Ledger.Counts is { Duplicates: > 20, OtherCategories: > 0, WithoutId: > 0, UnknownVersions: > 0 },
            found.Ledger.Counts.ToString()
        );
        await AssertSame(TrailQuestion.Everything with { ExceptionMessage = "Not approved here; ask 'Ops\\Images'" });
        await AssertSame(
            TrailQuestion.Everything with
            {
                Filter = TrailFilter.Everything with
                {
                    Accounts = [AccountId.Parse("444455556666"), AccountId.Parse("111122223333")],
                    Regions = [RegionName.Parse("us-east-1")],
                },
            }
        );
        await AssertSame(
            new TrailQuestion(
                new TrailFilter(Time("2026-01-02T08:00:00Z"), Time("2026-01-02T10:00:00Z")),
                [Time("2026-01-02T09:00:00Z"), Time("2026-01-02T09:30:00.5Z")],
                null
            )
        );
    }

    [Fact]
    public async Task What_the_server_cannot_read_is_read_here_with_the_gaps_that_it_has()
    {
        const string Folder = "AWSLogs/o-abc123xyz0/111122223333/CloudTrail/us-east-1/2026/01/02";
        const string Launch =
            """{"eventVersion":"1.11","eventTime":"2026-01-02T08:00:00Z","eventSource":"ec2.amazonaws.com","eventName":"RunInstances","requestParameters":{"instancesSet":{"items":[{"imageId":"ami-0123456789abcdef0"}]}}}""";
        const string Records =
            $"{{\"Records\":[{Launch},{{\"eventName\":\"Other\",\"eventSource\":\"s3.amazonaws.com\"}}]}}";
        WriteRecords($"[{Launch}]");
        Write($"{Folder}/empty.json", []);
        Write($"{Folder}/delivery-1", Encoding.UTF8.GetBytes(Records));
        Write($"{Folder}/cut.json.gz", Gzip(Records)[..^30]);
        Write($"{Folder}/no-gzip.json.gz", Encoding.UTF8.GetBytes(Records));
        Write($"{Folder}/bytes-behind.json.gz", [.. Gzip(Records), 1, 2, 3]);
        Write($"{Folder}/two-members.json.gz", [.. Gzip(Records), .. Gzip(Records)]);
        Write($"{Folder}/cut.json", Encoding.UTF8.GetBytes(Records[..^20]));
        Write($"{Folder}/no-json.json", "no JSON"u8.ToArray());
        Write($"{Folder}/array.json", Encoding.UTF8.GetBytes($"[{Launch}]"));
        Write($"{Folder}/lines.json", Encoding.UTF8.GetBytes($"{Launch}\n{Launch}\n"));
        Write($"{Folder}/wrapped.json", Encoding.UTF8.GetBytes($"{{\"detail\":{Launch}}}"));
        Write($"{Folder}/numbers.json", "{\"Records\":[1,2,null]}"u8.ToArray());
        Write($"{Folder}/no-array.json", "{\"Records\":{\"a\":1}}"u8.ToArray());
        Write($"{Folder}/none.json", "{\"Records\":[]}"u8.ToArray());
        Write(
            $"{Folder}/escaped.json",
            Encoding.UTF8.GetBytes(Records.Replace("RunInst", "\\u0052unInst", StringComparison.Ordinal))
        );
        Write(
            $"{Folder}/surrogate.json",
            Encoding.UTF8.GetBytes(Records.Replace("1.11", "\\ud800", StringComparison.Ordinal))
        );
        Write(
            $"{Folder}/bytes.json",
            [.. "{\"Records\":[{\"eventName\":\"RunInstances\",\"errorMessage\":\""u8, 0xff, 0xfe, .. "\"}]}"u8]
        );
        Write("AWSLogs/o-abc123xyz0/111122223333/CloudTrail-Digest/us-east-1/2026/01/02/digest.json.gz", [1]);
        Write("AWSLogs/111122223333/elasticloadbalancing/us-east-1/2026/01/02/log.json", [1]);

        var found = await AssertSame(TrailQuestion.Everything);
        Assert.InRange(found.Ledger.GapCount, 5, 15);
        AssertSameReports();
    }

    [Fact]
    public async Task More_files_than_a_server_may_refuse_are_a_failure()
    {
        for (var i = 0; i < 21; i++)
            WriteRecords("no JSON", name: $"damaged-{i}.json.gz");
        var failure = await Assert.ThrowsAsync<QueryFailureException>(() => Query(TrailQuestion.Everything));
        Assert.Contains("damaged-", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Published_recordings_give_the_rows_of_our_reader()
    {
        var recordings = Path.Combine(
            RepositoryRoot.Path,
            "..",
            "shared",
            "data",
            "cloudtrail-stratus",
            "docs",
            "detonation-logs"
        );
        Assert.SkipUnless(Directory.Exists(recordings), "the published recordings are not here");
        foreach (var file in Directory.GetFiles(recordings, "*.json"))
            WriteRecords(File.ReadAllText(file), name: $"{Path.GetFileName(file)}.gz");
        Assert.NotEmpty((await AssertSame(TrailQuestion.Everything)).Rows);
    }

    [Fact]
    public async Task What_the_sandbox_records_gives_the_rows_of_our_reader()
    {
        await using var rig = await SandboxRig.Start();
        var records = new JsonArray();
        rig.World.Trail.Recorded += e => records.Add(JsonNode.Parse(e.Record.Span));
        rig.Attach(
            AmiGovernance.Core.Policies.Organizations.OrganizationPolicyType.ServiceControlPolicy,
            """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"ec2:RunInstances","Resource":"arn:*:ec2:*::image/*","Condition":{"StringNotEquals":{"ec2:Owner":["amazon"]}}}]}"""
        );
        using (var ec2 = rig.Ec2())
        {
            var launch = new RunInstancesRequest
            {
                ImageId = rig.Image(WorldGenerator.Amazon).Id.Value,
                MinCount = 1,
                MaxCount = 2,
            };
            var launched = await ec2.RunInstancesAsync(launch, Cancel);
            launch.DryRun = true;
            await Assert.ThrowsAnyAsync<AmazonEC2Exception>(() => ec2.RunInstancesAsync(launch, Cancel));
            await Assert.ThrowsAnyAsync<AmazonEC2Exception>(() =>
                ec2.RunInstancesAsync(
                    new RunInstancesRequest
                    {
                        ImageId = rig.Image(WorldGenerator.Vendor).Id.Value,
                        MinCount = 1,
                        MaxCount = 1,
                    },
                    Cancel
                )
            );
            var made = await ec2.CreateImageAsync(
                new CreateImageRequest { InstanceId = launched.Reservation.Instances[0].InstanceId, Name = "made" },
                Cancel
            );
            await ec2.ModifyImageAttributeAsync(
                new ModifyImageAttributeRequest
                {
                    ImageId = made.ImageId,
                    LaunchPermission = new LaunchPermissionModifications
                    {
                        Add = [new LaunchPermission { UserId = "400000000001" }],
                    },
                },
                Cancel
            );
        }
        WriteRecords(records.ToJsonString());
        Assert.Equal(5, (await AssertSame(TrailQuestion.Everything)).Rows.Length);
    }

    [Fact]
    public async Task Only_files_of_days_that_can_matter_are_read()
    {
        WriteRecords(
            "[{\"eventVersion\":\"1.11\",\"eventTime\":\"2026-01-02T08:00:00Z\",\"eventSource\":\"ec2.amazonaws.com\",\"eventName\":\"RunInstances\",\"eventID\":\"a\"}]",
            "2026/01/04"
        );
        WriteRecords("no JSON", "2026/01/01", "damaged.json.gz");
        WriteRecords("no JSON", "2026/01/06", "damaged.json.gz");
        var found = await Query(
            TrailQuestion.Everything with
            {
                Filter = new TrailFilter(Time("2026-01-02T00:00:00Z"), Time("2026-01-03T00:00:00Z")),
            }
        );
        Assert.Equal((1, 1), (found.Ledger.Files, found.Rows.Single().Count));
        await AssertSame(TrailQuestion.Everything);
    }

    [Fact]
    public void A_server_that_cannot_be_asked_is_told()
    {
        Write("AWSLogs/CloudTrail-Digest/d.json.gz", [1]);
        using var amigov = new Amigov();
        amigov.Environment["CLICKHOUSE_PASSWORD"] = "wrong";
        var (exitCode, _, error) = amigov.Run(
            "trail",
            "clickhouse",
            "--url",
            engine.Address.ToString(),
            "--path",
            folder.FullName
        );
        Assert.Equal(1, exitCode);
        Assert.Contains(
            "AMI0940: Code: 516. DB::Exception: default: Authentication failed",
            error,
            StringComparison.Ordinal
        );
        amigov.Environment["CLICKHOUSE_PASSWORD"] = "secret";
        (exitCode, _, error) = amigov.Run(
            "trail",
            "clickhouse",
            "--url",
            engine.Address.ToString(),
            "--path",
            folder.FullName
        );
        Assert.Equal((1, true), (exitCode, error.Contains("AMI0902", StringComparison.Ordinal)));
    }

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
