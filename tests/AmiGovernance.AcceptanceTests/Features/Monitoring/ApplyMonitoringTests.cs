using System.Text.Json;
using System.Text.RegularExpressions;
using AmiGovernance.AcceptanceTests.Sandbox;
using AmiGovernance.Core.Features.Monitoring;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Features.Monitoring;

/// <summary>`dashboard plan` and `apply` over the wire, with the AWS CLI as the second who looks.</summary>
public sealed partial class ApplyMonitoringTests : IAsyncDisposable
{
    private static readonly string[] Watched =
    [
        "--log-group",
        WorldGenerator.TrailLogGroup,
        "--mail-to",
        "on-call@company.com",
    ];

    private readonly Amigov amigov = new() { Now = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero) };

    private async Task<SandboxWorld> Start()
    {
        amigov.With(Samples.ConfigPath, Samples.Governance);
        var world = WorldGenerator.Create(new WorldSize(9, 1, 0), new Amigov.FixedTime(amigov.Now));
        amigov.Sandbox = await SandboxServer.Start(world, cancel: TestContext.Current.CancellationToken);
        return world;
    }

    public ValueTask DisposeAsync()
    {
        amigov.Dispose();
        return ValueTask.CompletedTask;
    }

    private int Run(params string[] arguments) => amigov.Run(["dashboard", .. arguments]).ExitCode;

    /// <summary>Everything in the services, but for times and the numbers of subscriptions.</summary>
    private static string State(SandboxWorld world) =>
        string.Join(
            '\n',
            world
                .Resources.All.Where(r => r.Kind is not "message")
                .Select(r =>
                {
                    var body = r.Body.DeepClone().AsObject();
                    foreach (
                        var time in new[]
                        {
                            "LastModified",
                            "AlarmConfigurationUpdatedTimestamp",
                            "StateUpdatedTimestamp",
                            "SubscriptionArn",
                        }
                    )
                        body.Remove(time);
                    return $"{r.Kind} {r.Account} {r.Region} {(r.Kind == "subscription" ? "" : r.Name)} {body.ToJsonString()}";
                })
        );

    [GeneratedRegex(@"(\t\d+)\.0(?=\s)")]
    private static partial Regex WholeNumber();

    [Fact]
    public async Task The_AWS_CLI_sees_what_was_wanted()
    {
        await Start();
        Assert.Equal(0, Run(["apply", .. Watched, "--yes"]));
        using var cli = new AwsCli(amigov.Sandbox!);
        var seen = await cli.Bash(
            $"""
            set -e
            arn=arn:aws:sns:us-east-1:{WorldGenerator.Management}:ami-governance-alarms
            aws cloudwatch describe-alarms --query 'MetricAlarms[?AlarmActions[0]==`'$arn'` && ActionsEnabled].[AlarmName,Namespace,MetricName,ComparisonOperator,Threshold]' --output text
            aws logs describe-metric-filters --log-group-name {WorldGenerator.TrailLogGroup} --query 'metricFilters[].metricTransformations[].[metricNamespace,metricName,metricValue,defaultValue]' --output text
            aws sns get-topic-attributes --topic-arn $arn --query Attributes.Policy --output text
            aws sns list-subscriptions-by-topic --topic-arn $arn --query 'Subscriptions[].[Protocol,Endpoint]' --output text
            aws events list-targets-by-rule --rule ami-governance-guardrail-calls --query 'Targets[].[Id,Arn]' --output text
            aws cloudwatch get-dashboard --dashboard-name ami-governance --query DashboardBody --output text
            for tagged in arn:aws:cloudwatch::{WorldGenerator.Management}:dashboard/ami-governance arn:aws:cloudwatch:us-east-1:{WorldGenerator.Management}:alarm:ami-governance-shared-publicly
            do aws cloudwatch list-tags-for-resource --resource-arn $tagged --query 'Tags[?Key==`amigov:managed`].Value' --output text; done
            aws sns list-tags-for-resource --resource-arn $arn --query 'Tags[?Key==`amigov:managed`].Value' --output text
            """
        );
        Assert.Equal("", seen.Error);
        // Versions of the CLI write 10 or 10.0.
        var lines = WholeNumber().Replace(seen.Out, "$1").TrimEnd('\n').Split('\n');
        Assert.Equal(
            [
                "ami-governance-denied-launches\tAmiGovernance\tLaunchesDenied\tGreaterThanOrEqualToThreshold\t10",
                "ami-governance-guardrails-changed\tAmiGovernance\tGuardrailsChanged\tGreaterThanOrEqualToThreshold\t1",
                "ami-governance-images-made-elsewhere\tAmiGovernance\tImagesMadeElsewhere\tGreaterThanOrEqualToThreshold\t1",
                "ami-governance-launches-without-image\tAmiGovernance\tLaunchesWithoutImage\tGreaterThanOrEqualToThreshold\t10",
                "ami-governance-shared-publicly\tAmiGovernance\tSharedPublicly\tGreaterThanOrEqualToThreshold\t1",
                "ami-governance-snapshots-shared-publicly\tAmiGovernance\tSnapshotsSharedPublicly\tGreaterThanOrEqualToThreshold\t1",
                "ami-governance-trail-silent\tAWS/Logs\tIncomingLogEvents\tLessThanThreshold\t1",
            ],
            lines[..7]
        );
        Assert.Equal(
            11,
            lines.Count(l =>
                l.StartsWith("AmiGovernance\t", StringComparison.Ordinal)
                && l.EndsWith("\t1\t0", StringComparison.Ordinal)
            )
        );
        using var policy = JsonDocument.Parse(lines[18]);
        // EventBridge fills in no condition keys when it publishes to a topic.
        Assert.Equal(
            [("cloudwatch.amazonaws.com", true), ("events.amazonaws.com", false)],
            policy
                .RootElement.GetProperty("Statement")
                .EnumerateArray()
                .Select(s =>
                    (
                        s.GetProperty("Principal").GetProperty("Service").GetString(),
                        s.TryGetProperty("Condition", out _)
                    )
                )
        );
        Assert.Equal(
            [
                "email\ton-call@company.com",
                $"topic\tarn:aws:sns:us-east-1:{WorldGenerator.Management}:ami-governance-alarms",
            ],
            lines[19..21]
        );
        using var body = JsonDocument.Parse(lines[21]);
        Assert.Equal(6, body.RootElement.GetProperty("widgets").GetArrayLength());
        Assert.Equal(["true", "true", "true"], lines[22..]);
    }

    private static readonly (string Service, string Operation, int Last)[] Puts =
    [
        ("sns", "CreateTopic", 0),
        ("sns", "Subscribe", 0),
        ("logs", "PutMetricFilter", 9),
        ("cloudwatch", "PutMetricAlarm", 5),
        ("events", "PutRule", 0),
        ("events", "PutTargets", 0),
        ("cloudwatch", "PutDashboard", 0),
    ];

    private static readonly (string Service, string Operation, int Last)[] Deletes =
    [
        ("cloudwatch", "DeleteDashboards", 0),
        ("events", "RemoveTargets", 0),
        ("events", "DeleteRule", 0),
        ("cloudwatch", "DeleteAlarms", 5),
        ("logs", "DeleteMetricFilter", 9),
        ("sns", "DeleteTopic", 0),
    ];

    /// <summary>
    /// Every call that changes something goes wrong once: refused, so that the run ends there and another goes on; or done with its
    /// answer lost, so that the same run makes it a second time.
    /// </summary>
    [Theory]
    [InlineData(FaultKind.Error, 1)]
    [InlineData(FaultKind.LoseAnswer, 0)]
    public async Task A_call_that_went_wrong_is_made_good(FaultKind kind, int exitCode)
    {
        var world = await Start();
        var empty = State(world);
        string[] put = ["apply", .. Watched, "--yes"],
            delete = ["apply", "--delete", "--yes"];
        Assert.Equal(0, Run(put));
        var wanted = State(world);
        Assert.NotEqual(empty, wanted);
        Assert.Equal(0, Run(delete));
        Assert.Equal(empty, State(world));
        foreach (
            var (operations, arguments, after, back) in new[]
            {
                (Puts, put, wanted, delete),
                (Deletes, delete, empty, put),
            }
        )
        {
            if (operations == Deletes)
                Assert.Equal(0, Run(put));
            foreach (var (service, operation, last) in operations)
            {
                foreach (var skip in new[] { 0, last }.Distinct())
                {
                    amigov.Sandbox!.Faults.Add(
                        new Fault(service, operation, kind)
                        {
                            Skip = skip,
                            Code = "AccessDenied",
                            Status = 403,
                            Times = 1,
                        }
                    );
                    Assert.Equal((operation, skip, exitCode), (operation, skip, Run(arguments)));
                    amigov.Sandbox.Faults.Clear();
                    if (exitCode != 0)
                        Assert.Equal(0, Run(arguments));
                    Assert.Equal(after, State(world));
                    Assert.Equal(0, Run(back));
                }
            }
        }
    }

    [Fact]
    public async Task What_is_not_ours_is_never_changed()
    {
        var world = await Start();
        using var wire = WireClient.For(amigov.Sandbox!.Address, WorldGenerator.Management);
        async Task Call(Task<AmiGovernance.AcceptanceTests.Sandbox.WireAnswer> call) => Assert.True((await call).IsOk);
        await Call(
            wire.Query(
                "cloudwatch",
                "PutMetricAlarm",
                "AlarmName=ami-governance-of-somebody-else&ComparisonOperator=LessThanThreshold&EvaluationPeriods=1&Period=60&Threshold=1&Statistic=Sum&Namespace=N&MetricName=M"
            )
        );
        await Call(
            wire.Json(
                "logs",
                "PutMetricFilter",
                $$"""{"logGroupName":"{{WorldGenerator.TrailLogGroup}}","filterName":"ami-governance-of-somebody-else","filterPattern":"{ $.a = \"b\" }","metricTransformations":[{"metricName":"M","metricNamespace":"N","metricValue":"1"}]}"""
            )
        );
        await Call(wire.Query("sns", "CreateTopic", "Name=pager"));
        await Call(
            wire.Query("cloudwatch", "PutDashboard", "DashboardName=other&DashboardBody=%7B%22widgets%22%3A%5B%5D%7D")
        );
        var before = State(world);
        Assert.Equal(0, Run(["apply", .. Watched, "--yes"]));
        Assert.Equal(0, Run(["apply", "--log-group", WorldGenerator.TrailLogGroup, "--denied-launches", "3", "--yes"]));
        Assert.Equal(0, Run("apply", "--delete", "--yes"));
        // The log group counts its filters.
        Assert.Equal(before, State(world));
    }

    [Fact]
    public async Task A_reviewed_plan_is_carried_out_only_where_it_was_made_for()
    {
        var world = await Start();
        var empty = State(world);
        Assert.Equal(0, Run(["plan", .. Watched, "--out", "plan.json"]));
        Assert.Equal(3, Run("apply", "plan.json", "--region", "eu-west-1", "--yes"));
        Assert.Equal(empty, State(world));
        Assert.Equal(0, Run("apply", "plan.json", "--yes"));
        Assert.NotEqual(empty, State(world));
    }

    [Fact]
    public void A_document_has_one_form()
    {
        Assert.Equal(
            FixedJson.Of("""{"b":[1,{"d":null,"c":true}],"a":"x"}"""),
            FixedJson.Of("{ \"a\": \"x\",\n \"b\": [ 1, { \"c\": true, \"d\": null } ] }")
        );
        Assert.NotEqual(FixedJson.Of("[1,2]"), FixedJson.Of("[2,1]"));
        Assert.Equal("nonsense", FixedJson.Of("nonsense"));
    }

    [Fact]
    public async Task The_record_holds_together_and_tells_what_was_before()
    {
        await Start();
        Assert.Equal(0, Run(["apply", .. Watched, "--yes", "--reason", "OPS-1"]));
        Assert.Equal(0, Run(["apply", .. Watched, "--denied-launches", "3", "--yes"]));
        var bag = new AmiGovernance.Core.Base.Diagnostics.DiagnosticBag();
        var log = ApplyMonitoring.ReadRecord(amigov.Files, bag);
        Assert.Empty(bag.ToSorted());
        Assert.Equal("OPS-1", log.Entries[0].Why);
        Assert.Equal(
            (MonitoringEvent.Started, MonitoringEvent.Finished),
            (log.Entries[0].Event, log.Entries[^1].Event)
        );
        using var step = JsonDocument.Parse(log.Entries[^2].Step);
        Assert.Equal(
            ("10", "3"),
            (
                step.RootElement.GetProperty("before").GetProperty("threshold").GetString(),
                step.RootElement.GetProperty("after").GetProperty("threshold").GetString()
            )
        );
    }
}
