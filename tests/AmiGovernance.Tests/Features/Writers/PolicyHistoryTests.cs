using System.Text.Json.Nodes;
using AmiGovernance.Core.Features.Writers;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Writers;

/// <summary>What is asked of CloudTrail's event history, and what is made of its answers.</summary>
public sealed class PolicyHistoryTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static ReadPolicyHistory Reader(RecordedEvents events) => new(events, events, new Amigov.FixedTime(Now));

    private static PolicyHistory Read(RecordedEvents events, DateTimeOffset? from = null) =>
        Reader(events).Run(ReadPolicyHistory.AllChanges, from, Cancel).GetAwaiter().GetResult();

    private static JsonObject On(string policy, string target = "r-ab12") =>
        new() { ["policyId"] = policy, ["targetId"] = target };

    private static JsonObject OfType() => new() { ["rootId"] = "r-ab12", ["policyType"] = "SERVICE_CONTROL_POLICY" };

    [Fact]
    public void It_costs_one_call_a_name_however_large_the_organization_is()
    {
        var events = new RecordedEvents();
        var read = Read(events);
        Assert.Equal(ReadPolicyHistory.AllChanges, events.Asked);
        Assert.Equal(("us-east-1", Now.AddDays(-90)), (events.Region?.Value, read.From));
        Assert.Empty(read.Gaps);
    }

    [Theory]
    [InlineData("aws", "us-east-1")]
    [InlineData("aws-cn", "cn-northwest-1")]
    [InlineData("aws-us-gov", "us-gov-west-1")]
    [InlineData("aws-eusc", "eusc-de-east-1")]
    public void It_asks_where_the_partition_keeps_calls_to_Organizations(string partition, string region)
    {
        var events = new RecordedEvents { Arn = $"arn:{partition}:sts::999999999999:assumed-role/Ops/me" };
        Read(events);
        Assert.Equal(region, events.Region?.Value);
    }

    [Fact]
    public void Who_when_and_from_where_are_read_the_newest_first()
    {
        var events = new RecordedEvents()
            .Add(Now.AddDays(-2), "AttachPolicy", On("p-example1"))
            .Add(Now.AddDays(-1), "DetachPolicy", On("p-example1", "ou-ab12-workload"), "Ops/anna");
        var calls = Read(events).Calls;
        Assert.Equal(["DetachPolicy", "AttachPolicy"], calls.Select(c => c.Operation));
        Assert.Equal(
            ("p-example1", "ou-ab12-workload", Now.AddDays(-1)),
            (calls[0].PolicyId, calls[0].TargetId, calls[0].At)
        );
        Assert.Equal(
            ("arn:aws:sts::999999999999:assumed-role/Ops/anna", "Ops", "anna", "192.0.2.0"),
            (calls[0].Caller.Arn, calls[0].Caller.Role, calls[0].Caller.Session, calls[0].Caller.Address)
        );
        Assert.Equal("", calls[1].Caller.Role);
    }

    [Fact]
    public void A_created_policy_has_its_id_in_the_answer_and_its_document_in_the_request()
    {
        var events = new RecordedEvents().Add(
            Now,
            "CreatePolicy",
            new JsonObject
            {
                ["name"] = "n",
                ["type"] = "DECLARATIVE_POLICY_EC2",
                ["content"] = "{}",
            },
            change: record =>
                record["responseElements"] = new JsonObject
                {
                    ["policy"] = new JsonObject { ["policySummary"] = new JsonObject { ["id"] = "p-example1" } },
                }
        );
        var call = Assert.Single(Read(events).Calls);
        Assert.Equal(("p-example1", "DECLARATIVE_POLICY_EC2", "{}"), (call.PolicyId, call.PolicyType, call.Content));
    }

    [Fact]
    public void Calls_that_were_refused_and_calls_to_other_services_are_none()
    {
        var events = new RecordedEvents()
            .Add(Now, "CreatePolicy", [], change: r => r["eventSource"] = "iam.amazonaws.com")
            .Add(Now, "AttachPolicy", On("p-1"), change: r => r["errorCode"] = "PolicyTypeNotEnabledException");
        Assert.Empty(Read(events).Calls);
    }

    [Fact]
    public void A_missing_permission_is_an_answer()
    {
        var read = Read(new RecordedEvents { Refuses = "AccessDeniedException" });
        Assert.Contains("cloudtrail:LookupEvents: AccessDeniedException", Assert.Single(read.Gaps));
        Assert.Equal(read.To, read.From);
    }

    [Fact]
    public void More_events_than_are_read_shorten_the_history()
    {
        var events = new RecordedEvents();
        for (var minute = 0; minute < 1_100; minute++)
            events.Add(Now.AddMinutes(-minute), "UpdatePolicy", On("p-1"));
        var read = Read(events);
        Assert.Equal(Now.AddMinutes(-999), read.From);
        Assert.Equal(1_000, read.Calls.Length);
    }

    [Fact]
    public async Task Asked_in_two_goes_it_says_the_same()
    {
        var events = new RecordedEvents()
            .Add(Now.AddMinutes(-3), "EnablePolicyType", OfType())
            .Add(Now.AddDays(-2), "AttachPolicy", On("p-1"))
            .Add(Now.AddMinutes(-1), "DisablePolicyType", OfType());
        for (var second = 0; second < 1_100; second++)
            events.Add(Now.AddSeconds(-second), "CreatePolicy", On("p-2"));
        var (once, reader) = (Read(events), Reader(events));
        var changes = ReadPolicyHistory.Changes;
        string[] others = [.. ReadPolicyHistory.AllChanges.Except(changes)];
        var then = await reader.GoOn(await reader.Run(changes, from: null, Cancel), others, Cancel);
        var otherwise = await reader.GoOn(await reader.Run(others, from: null, Cancel), changes, Cancel);
        Assert.Equal(1_003, once.Calls.Length);
        Assert.Equal(once with { Calls = [] }, then with { Calls = [] });
        Assert.Equal(once with { Calls = [] }, otherwise with { Calls = [] });
        Assert.Equal(once.Calls.Select(c => (c.At, c.Operation)), then.Calls.Select(c => (c.At, c.Operation)));
    }

    [Fact]
    public async Task Where_one_go_is_refused_nothing_is_known()
    {
        var events = new RecordedEvents().Add(Now.AddDays(-2), "AttachPolicy", On("p-1"));
        var refusing = new RecordedEvents { Refuses = "AccessDeniedException" };
        var refused = Read(refusing);
        Assert.Equal(refused, await Reader(refusing).GoOn(Read(events), ReadPolicyHistory.Changes, Cancel));
        Assert.Equal(refused, await Reader(events).GoOn(refused, ReadPolicyHistory.Changes, Cancel));
        Assert.Equal(ReadPolicyHistory.AllChanges, events.Asked);
    }

    [Fact]
    public void Strange_records_are_passed_over() =>
        Assert.Empty(
            Read(
                new RecordedEvents()
                    .Add(Now, "AttachPolicy", [], change: r => r["eventTime"] = "yesterday")
                    .Add(Now, "UpdatePolicy", [], change: r => r["eventSource"] = 7)
            ).Calls
        );
}
