using System.Text;
using System.Text.Json;
using Amazon.EC2;
using Amazon.EC2.Model;
using AmiGovernance.AcceptanceTests.Sandbox;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Aws;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;
using AmiGovernance.Sandbox.Generation;

namespace AmiGovernance.AcceptanceTests.Features.Trail.Queries;

public sealed class AthenaTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private static readonly AthenaTable Table = AthenaTable.TryParse("default.amigov_trail", out var table)
        ? table
        : throw new InvalidOperationException();
    private static readonly DateTimeOffset Now = new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);

    private static readonly TrailQuestion Narrow = new(
        new TrailFilter(Now.AddDays(-1), Now)
        {
            Accounts = [AccountId.Parse("111122223333"), AccountId.Parse(SandboxRig.Workload)],
            Regions = [RegionName.Parse("us-east-1")],
        },
        [Now.AddHours(-1), Now.AddMinutes(-0.01)],
        "Not approved; ask O'Neill \\ \"Ops\""
    );

    private static readonly CandidateScope[] Scopes =
    [
        new(TrailFilter.Everything) { Accounts = [AccountId.Parse(SandboxRig.Workload)] },
    ];

    private static AthenaTableSource Source() =>
        new(
            "s3://org-trail/AWSLogs/o-abc123xyz0",
            [RegionName.Parse("eu-central-1"), RegionName.Parse("us-east-1")],
            new DateOnly(2026, 1, 1)
        );

    private static string Judged(string engine, string sql) =>
        $"{JsonSerializer.Serialize(new Dictionary<string, string> { ["id"] = engine, ["engine"] = engine, ["sql"] = sql })}\n";

    [Fact]
    public void Every_statement_is_one_by_the_engine_s_grammar()
    {
        var narrow = CandidateQuery.Text(
            Table,
            new CandidateScope(Narrow.Filter)
            {
                Accounts = Narrow.Filter.Accounts,
                Without = ["s3://org-trail/it's.json.gz"],
            }
        );
        Assert.True(
            AthenaTable.TryParse(
                "amazon_security_lake_glue_db_us_east_1.amazon_security_lake_table_us_east_1_cloud_trail_mgmt_2_0",
                out var lake
            )
        );
        Assert.True(lake.IsSecurityLake);
        var statements =
            Judged("trino", CandidateQuery.Text(Table, new CandidateScope(TrailFilter.Everything)))
            + Judged("trino", narrow)
            + Judged("hive", Table.Definition(Source()))
            + Judged("trino", CandidateQuery.Text(lake, new CandidateScope(Narrow.Filter)))
            + Judged("trino", narrow.Replace("GROUP BY", "GRUOP BY", StringComparison.Ordinal))
            + Judged("hive", Table.Definition(Source()).Replace("STRUCT<", "STRUCT(", StringComparison.Ordinal));
        var problems = Tool.RunJudge("sql.mjs", statements)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonDocument.Parse(l).RootElement.GetProperty("problems").GetArrayLength())
            .ToList();
        Assert.Equal([0, 0, 0, 0], problems[..4]);
        Assert.All(problems[4..], count => Assert.NotEqual(0, count));
    }

    [Fact]
    public async Task The_sandbox_answers_what_our_reader_finds_in_its_trail()
    {
        await using var rig = await SandboxRig.Start();
        var records = new StringBuilder();
        rig.World.Trail.Recorded += e => records.Append(Encoding.UTF8.GetString(e.Record.Span)).Append('\n');
        using (var ec2 = rig.Ec2())
        {
            await ec2.RunInstancesAsync(
                new RunInstancesRequest
                {
                    ImageId = rig.Image(WorldGenerator.Amazon).Id.Value,
                    MinCount = 1,
                    MaxCount = 1,
                },
                Cancel
            );
            await ec2.CreateImageAsync(
                new CreateImageRequest
                {
                    InstanceId = rig.World.Ec2.InstancesOf(SandboxRig.Workload, "us-east-1").First().Id,
                    Name = "made",
                },
                Cancel
            );
            await Assert.ThrowsAnyAsync<AmazonEC2Exception>(() =>
                ec2.RunInstancesAsync(
                    new RunInstancesRequest
                    {
                        ImageId = "ami-0123456789abcdef0",
                        MinCount = 1,
                        MaxCount = 1,
                    },
                    Cancel
                )
            );
        }
        using var connection = Connect(rig);
        var query = new QueryAthena(
            connection.Athena,
            Table,
            new AthenaSettings("primary", "s3://results/", long.MaxValue),
            new RushingTime(Now)
        );
        await query.CreateTable(Source(), Cancel);
        var reach = await query.Reach(Cancel);
        Assert.Equal("Regions eu-central-1, us-east-1; days since 2026-01-01", reach?.ToString());
        var known = records.ToString();
        foreach (
            var question in new[]
            {
                TrailQuestion.Everything,
                TrailQuestion.Everything with
                {
                    Filter = new TrailFilter(Now.AddDays(-1), Now.AddDays(1))
                    {
                        Accounts = [AccountId.Parse(SandboxRig.Workload)],
                    },
                    ExceptionMessage = "does not exist",
                },
            }
        )
        {
            var found = await query.Run(
                question,
                Scopes.Select(s => s with { Filter = question.Filter }).ToList(),
                null,
                Cancel
            );
            var read = new ScanTrail(
                new InMemoryTrail(new Dictionary<string, byte[]> { ["a.json"] = Encoding.UTF8.GetBytes(known) }),
                question with
                {
                    Filter = question.Filter with { Accounts = [AccountId.Parse(SandboxRig.Workload)] },
                },
                state: null,
                TimeProvider.System
            );
            await read.Run(Cancel);
            Assert.Equal(3, found.Rows.Length);
            Assert.Equal(read.Findings.Rows, found.Rows);
            Assert.Equal(read.Findings.Sources.Owners.Single(), found.Sources.Owners.Single());
            Assert.Equal(3, found.Ledger.Counts.Watched);
        }
        Assert.True(query.Scanned > 1000, "nothing was scanned");
    }

    [Fact]
    public async Task The_sandbox_refuses_what_it_does_not_know()
    {
        await using var rig = await SandboxRig.Start();
        using var connection = Connect(rig);
        var settings = new AthenaSettings("primary", "s3://results/", long.MaxValue);
        var failure = await Assert.ThrowsAsync<QueryFailureException>(() =>
            new QueryAthena(connection.Athena, Table, settings, new RushingTime(Now)).Run(
                TrailQuestion.Everything,
                Scopes,
                null,
                Cancel
            )
        );
        Assert.StartsWith("TABLE_NOT_FOUND", failure.Message, StringComparison.Ordinal);
        await new QueryAthena(connection.Athena, Table, settings, new RushingTime(Now)).CreateTable(Source(), Cancel);
        var scope = new CandidateScope(Narrow.Filter) { Accounts = Narrow.Filter.Accounts };
        var text = CandidateQuery.Text(Table, scope);
        var other = text.Replace("count(*)", "count(1)", StringComparison.Ordinal);
        Assert.NotEqual(text, other);
        foreach (
            var (asked, state, reason) in new[]
            {
                (text, AthenaState.Succeeded, ""),
                (other, AthenaState.Failed, "NOT_SUPPORTED"),
                (CandidateQuery.Text(Table, scope with { Accounts = [] }), AthenaState.Failed, "CONSTRAINT_VIOLATION"),
                (text + "-- and more", AthenaState.Failed, "NOT_SUPPORTED"),
            }
        )
        {
            var id = await connection.Athena.StartQueryExecution(
                new AthenaStatement(asked, Table.Database, "primary", "s3://results/", Guid.NewGuid().ToString("N")),
                Cancel
            );
            var end = await connection.Athena.GetQueryExecution(id, Cancel);
            while (end.State is AthenaState.Queued or AthenaState.Running)
                end = await connection.Athena.GetQueryExecution(id, Cancel);
            Assert.Equal(state, end.State);
            Assert.StartsWith(reason, end.Reason, StringComparison.Ordinal);
        }
        var refused = await Assert.ThrowsAsync<AmiGovernance.Core.Ports.AwsException>(() =>
            new QueryAthena(connection.Athena, Table, settings with { Output = null }, new RushingTime(Now)).Run(
                TrailQuestion.Everything,
                Scopes,
                null,
                Cancel
            )
        );
        Assert.Equal(("athena:StartQueryExecution", "InvalidRequestException"), (refused.Operation, refused.Code));
    }

    [Fact]
    public async Task A_workgroup_tells_its_limit_and_its_place_for_results()
    {
        await using var rig = await SandboxRig.Start();
        using (var wire = rig.Wire())
            Assert.True(
                (
                    await wire.Json(
                        "athena",
                        "CreateWorkGroup",
                        """{"Name":"small","Configuration":{"BytesScannedCutoffPerQuery":10000000,"ResultConfiguration":{"OutputLocation":"s3://results/"}}}"""
                    )
                ).IsOk
            );
        using var connection = Connect(rig);
        Assert.Equal(
            new AthenaWorkGroup("small", 10_000_000, HasOutput: true),
            await connection.Athena.GetWorkGroup("small", Cancel)
        );
        Assert.Equal(
            new AthenaWorkGroup("primary", null, HasOutput: false),
            await connection.Athena.GetWorkGroup("primary", Cancel)
        );
    }

    [Fact]
    public async Task A_query_that_reads_too_much_is_stopped()
    {
        var athena = new ScriptedAthena(
            new(AthenaState.Queued, "", false, 0),
            new(AthenaState.Running, "", false, 900),
            new(AthenaState.Running, "", false, 1001),
            new(AthenaState.Succeeded, "", false, 2000)
        );
        var query = new QueryAthena(
            athena,
            Table,
            new AthenaSettings("primary", null, MostBytes: 1000),
            new RushingTime(Now)
        );
        Assert.True(
            (
                await Assert.ThrowsAsync<QueryFailureException>(() =>
                    query.Run(TrailQuestion.Everything, Scopes, null, Cancel)
                )
            ).IsStopped
        );
        Assert.Equal(["q1"], athena.Stopped);
        Assert.Equal(1001, query.Scanned);
    }

    [Fact]
    public async Task A_run_that_ends_early_stops_its_query()
    {
        using var stop = new CancellationTokenSource();
        var athena = new ScriptedAthena(new(AthenaState.Running, "", false, 1), new(AthenaState.Running, "", false, 2))
        {
            Looked = looks =>
            {
                if (looks == 2)
                    stop.Cancel();
            },
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new QueryAthena(athena, Table, new AthenaSettings("primary", null, long.MaxValue), TimeProvider.System).Run(
                TrailQuestion.Everything,
                Scopes,
                null,
                stop.Token
            )
        );
        Assert.Equal(["q1"], athena.Stopped);
    }

    [Fact]
    public async Task What_failed_for_a_reason_that_passes_is_asked_again_under_another_token_twice_at_most()
    {
        var busy = new AthenaExecution(AthenaState.Failed, "Query exhausted resources at this scale factor", true, 10);
        var athena = new ScriptedAthena(busy, busy, new(AthenaState.Succeeded, "", false, 10));
        var query = new QueryAthena(athena, Table, new AthenaSettings("primary", null, 1000), new RushingTime(Now));
        Assert.Empty((await query.Run(TrailQuestion.Everything, Scopes, null, Cancel)).Rows);
        Assert.Equal(30, query.Scanned);
        Assert.Equal(3, athena.Tokens.Distinct().Count());
        Assert.All(athena.Tokens, token => Assert.InRange(token.Length, 32, 128));
        var failure = await Assert.ThrowsAsync<QueryFailureException>(() =>
            new QueryAthena(
                new ScriptedAthena(busy, busy, busy, busy),
                Table,
                new AthenaSettings("primary", null, 1000),
                new RushingTime(Now)
            ).Run(TrailQuestion.Everything, Scopes, null, Cancel)
        );
        Assert.Equal(busy.Reason, failure.Message);
        var once = new ScriptedAthena(busy with { IsRetryable = false });
        await Assert.ThrowsAsync<QueryFailureException>(() =>
            new QueryAthena(once, Table, new AthenaSettings("primary", null, 1000), new RushingTime(Now)).Run(
                TrailQuestion.Everything,
                Scopes,
                null,
                Cancel
            )
        );
        Assert.Single(once.Tokens);
    }

    [Fact]
    public async Task A_file_that_Athena_cannot_read_is_left_out_and_named()
    {
        const string File =
            "s3://org-trail/AWSLogs/o-abc123xyz0/111122223333/CloudTrail/us-east-1/2026/01/02/a.json.gz";
        var damaged = new AthenaExecution(
            AthenaState.Failed,
            $"HIVE_CANNOT_OPEN_SPLIT: Error opening Hive split {File} (offset=0, length=20): incorrect header check",
            false,
            10
        );
        var athena = new ScriptedAthena(damaged, new(AthenaState.Succeeded, "", false, 10));
        var query = new QueryAthena(athena, Table, new AthenaSettings("primary", null, 1000), new RushingTime(Now));
        var ledger = (await query.Run(TrailQuestion.Everything, Scopes, null, Cancel)).Ledger;
        Assert.Equal(File, ledger.Gaps.Single().File);
        Assert.False(ledger.Looked.IsComplete);
        Assert.Contains($"\"$path\" NOT IN ('{File}')", athena.Texts[1], StringComparison.Ordinal);
        Assert.Equal(20, query.Scanned);

        await Assert.ThrowsAsync<QueryFailureException>(() =>
            new QueryAthena(
                new ScriptedAthena(damaged, damaged),
                Table,
                new AthenaSettings("primary", null, 1000),
                new RushingTime(Now)
            ).Run(TrailQuestion.Everything, Scopes, null, Cancel)
        );
    }

    private static AwsConnection Connect(SandboxRig rig) =>
        new(
            new AwsSettings(null, "us-east-1", "role")
            {
                Endpoint = rig.Server.Address,
                Credentials = SandboxRig.Credentials(WorldGenerator.Management),
            },
            new RushingTime(Now)
        );
}
