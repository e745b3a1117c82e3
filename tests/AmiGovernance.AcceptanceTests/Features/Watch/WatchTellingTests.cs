using System.Text.Json.Nodes;
using AmiGovernance.AcceptanceTests.Sandbox;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Aws;
using AmiGovernance.Cli.Features.Watch.Telemetry;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Notifications;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Watch;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Notifications;
using AmiGovernance.Core.Ports.Trail;
using AmiGovernance.Sandbox.CloudTrail;
using AmiGovernance.Sandbox.Generation;

namespace AmiGovernance.AcceptanceTests.Features.Watch;

/// <summary>By what a watch learns of denials and tells them, over the wire. What AWS answers is asked of the real AWS CLI too.</summary>
public sealed class WatchTellingTests : IAsyncLifetime
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SandboxRig rig = null!;
    private AwsConnection connection = null!;

    public async ValueTask InitializeAsync()
    {
        rig = await SandboxRig.Start();
        connection = rig.Connect(new RushingTime(rig.World.Now));
    }

    public async ValueTask DisposeAsync()
    {
        connection.Dispose();
        await rig.DisposeAsync();
    }

    [Fact]
    public async Task Contacts_that_the_aws_cli_wrote_are_found()
    {
        using var cli = new AwsCli(rig.Server);
        var member = AccountId.Parse(SandboxRig.Workload);
        const string put =
            "aws account put-alternate-contact --alternate-contact-type OPERATIONS"
            + " --email-address ops@team.example --name Ops --phone-number 5 --title Ops";

        // Without trusted access the management account is refused (Account Management API reference, "GetAlternateContact").
        var refused = await Assert.ThrowsAsync<AwsException>(() =>
            connection.AccountContacts.FindOperationsContact(member, Cancel)
        );
        Assert.Equal("AccessDeniedException", refused.Failure.Code);

        var written = await cli.Bash(
            "aws organizations enable-aws-service-access --service-principal account.amazonaws.com"
                + $" && {put} --account-id {member}"
                + $" && aws account get-alternate-contact --alternate-contact-type OPERATIONS --account-id {member}"
        );
        Assert.True(written.ExitCode == 0, written.Error);
        Assert.Equal("ops@team.example", (string?)JsonNode.Parse(written.Out)!["AlternateContact"]!["EmailAddress"]);
        Assert.Equal("ops@team.example", await connection.AccountContacts.FindOperationsContact(member, Cancel));

        // The management account asks for its own without naming it.
        var management = AccountId.Parse(WorldGenerator.Management);
        Assert.Null(await connection.AccountContacts.FindOperationsContact(management, Cancel));
        Assert.Contains(
            "ValidationException",
            (await cli.Bash($"{put} --account-id {management}")).Error,
            StringComparison.Ordinal
        );
        Assert.Equal(0, (await cli.Bash(put)).ExitCode);
        Assert.Equal("ops@team.example", await connection.AccountContacts.FindOperationsContact(management, Cancel));
    }

    private async Task<JsonArray> Messages()
    {
        using var http = new HttpClient { BaseAddress = rig.Server.Address };
        return JsonNode.Parse(await http.GetStringAsync("_sandbox/messages", Cancel))!.AsArray();
    }

    private EventBusChannel Bus(string name) => new(connection.EventBus, EventBusName.Parse(name)!);

    [Theory]
    [InlineData("default")]
    [InlineData("arn:aws:events:us-east-1:999999999999:event-bus/default")]
    public async Task A_message_is_an_event_on_the_bus(string bus)
    {
        var body = PlainText.Lines("line\n" + new string('\u00e9', 200_000));
        await Bus(bus).Send(new Notification("id-1", "", PlainText.Of($"denied"), body), Cancel);
        var sent = Assert.Single(await Messages())!;
        Assert.Equal("amigov", (string?)sent["Source"]);
        var detail = JsonNode.Parse((string)sent["Detail"]!)!;
        Assert.Equal(("id-1", "denied"), ((string?)detail["id"], (string?)detail["subject"]));
        Assert.StartsWith("line\n", (string?)detail["body"], StringComparison.Ordinal);
        Assert.EndsWith("(cut)\n", (string?)detail["body"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_the_bus_refuses_was_not_sent()
    {
        var refused = await Assert.ThrowsAsync<AwsException>(() =>
            connection.EventBus.Put(EventBusName.Parse("default")!, new BusEvent("aws.ec2", "x", "{}"), Cancel)
        );
        Assert.Equal("NotAuthorizedForSourceException", refused.Failure.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("arn:aws:events:us-east-1:1:event-bus/x")]
    [InlineData("arn:aws:sns:us-east-1:111122223333:event-bus/x")]
    public void What_is_no_bus_is_refused(string text) => Assert.Null(EventBusName.Parse(text));

    private async Task<List<string>> Since(DateTimeOffset moment, params string[] addresses)
    {
        var source = connection.TrailBucketsSince([.. addresses.Select(a => BucketAddress.Parse(a)!)], moment);
        var found = new List<TrailFile>();
        await foreach (var file in source.List(Cancel))
            found.Add(file);
        return [.. found.Where(f => f.SkipReason is null).Select(f => f.Name)];
    }

    [Fact]
    public async Task Of_a_trail_only_what_came_since_is_listed()
    {
        var delivery = rig.Server.StartTrail();
        var bucket = $"s3://{TrailDelivery.BucketOf(rig.World.Organization)}";
        var accounts = rig
            .World.Organization.Accounts.Where(a => a.State == Core.Policies.Organizations.AccountState.Active)
            .Take(3)
            .ToList();
        foreach (var account in accounts)
        {
            using var ec2 = rig.Ec2(account.Id.Value);
            await ec2.DescribeRegionsAsync(Cancel);
            using var sts = rig.Sts(account.Id.Value);
            await sts.GetCallerIdentityAsync(new Amazon.SecurityToken.Model.GetCallerIdentityRequest(), Cancel);
        }
        var keys = delivery.Deliver();
        Assert.NotEmpty(keys);
        var now = rig.World.Now;
        Assert.Equal(
            keys.Select(k => $"{bucket}/{k}").Order(StringComparer.Ordinal),
            await Since(now.AddMinutes(-1), bucket)
        );
        Assert.Equal(keys.Length, (await Since(now.AddDays(-3), bucket)).Count);
        Assert.Empty(await Since(now.AddHours(1), bucket));
        var one = $"{bucket}/AWSLogs/{rig.World.Organization.Id}/{accounts[0].Id}";
        Assert.All(
            await Since(now.AddMinutes(-1), one),
            name => Assert.StartsWith(one, name, StringComparison.Ordinal)
        );
    }

    /// <summary>The names are in the protocol's messages as they are (protobuf.dev, "Encoding").</summary>
    [Fact]
    public async Task A_collector_gets_metrics_spans_and_lines()
    {
        using var collector = new LoopbackServer(_ => (200, ""));
        using (var metrics = new WatchMetrics(TimeSpan.FromMinutes(1), TimeProvider.System))
        using (var export = new TelemetryExport(new Uri(collector.Address), "one", null))
        {
            var report = new TickReport(rig.World.Now);
            metrics.Take(
                await TelemetryExport.Trace(async () =>
                {
                    await connection.GetCallerIdentity(Cancel);
                    return report;
                })
            );
            export.Log(new WatchLogLine("✗ changed by somebody else", IsTrouble: true));
        }
        string Sent(string path) =>
            string.Concat(collector.Seen.Where(r => r.PathAndQuery == path).Select(r => r.Body));
        Assert.Contains("amigov.watch.failed_looks", Sent("/v1/metrics"), StringComparison.Ordinal);
        Assert.Contains("amigov.aws.calls", Sent("/v1/metrics"), StringComparison.Ordinal);
        Assert.Contains("look", Sent("/v1/traces"), StringComparison.Ordinal);
        Assert.Contains("sts.GetCallerIdentity", Sent("/v1/traces"), StringComparison.Ordinal);
        Assert.Contains("changed by somebody else", Sent("/v1/logs"), StringComparison.Ordinal);
        Assert.All(
            collector.Seen,
            r => Assert.Contains("application/x-protobuf", r.Headers["Content-Type"], StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Calls_to_aws_are_counted_for_prometheus()
    {
        using var text = new PrometheusText();
        await connection.GetCallerIdentity(Cancel);
        Assert.Matches(@"amigov_aws_calls_total\{service=""sts"",operation=""GetCallerIdentity""\} [1-9]", text.Read());
    }

    [Fact]
    public async Task A_collector_that_is_not_there_is_no_trouble()
    {
        using var export = new TelemetryExport(new Uri($"http://127.0.0.1:{LoopbackServer.FreePort()}"), "one", null);
        var report = await TelemetryExport.Trace(() => Task.FromResult(new TickReport(rig.World.Now)));
        export.Log(new WatchLogLine("watches", IsTrouble: false));
        Assert.False(report.Looked);
    }
}
