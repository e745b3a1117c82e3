using System.Text;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.Protocols;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Services;

/// <summary>
/// Amazon EventBridge: rules of the default bus and their targets, and events, which are kept (`GET /_sandbox/messages`). No event is
/// matched and nothing is sent.
/// </summary>
internal sealed class EventBridgeService(SandboxWorld world, Guard guard) : ResourceCalls(world, guard), IService
{
    public const string EventKind = "event";

    private const string Kind = "rule";

    /// <summary>EventBridge API reference, "PutEvents": entries of a call.</summary>
    private const int MostEvents = 10;

    /// <summary>EventBridge API reference, "PutEvents": the bytes of an entry; it must be smaller.</summary>
    private const int LargestEvent = 256 * 1024;

    /// <summary>EventBridge user guide, "Quotas": targets of a rule.</summary>
    private const int MostTargets = 5;

    private static readonly Paging Pages = new(1, 100, 100) { Size = "Limit" };

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["PutRule"] = PutRule,
            ["DescribeRule"] = call => Shape(Rule(call, "Name")),
            ["ListRules"] = ListRules,
            ["DeleteRule"] = DeleteRule,
            ["PutTargets"] = PutTargets,
            ["ListTargetsByRule"] = ListTargets,
            ["RemoveTargets"] = RemoveTargets,
            ["ListTagsForResource"] = call => new JsonObject { ["Tags"] = TagList(call, Tagged(call), call.Region) },
            ["TagResource"] = TagResource,
            ["PutEvents"] = PutEvents,
        };

    private static string RuleArn(SandboxCall call, string name) => Arn(call, "events", $"rule/{name}");

    private string Tagged(SandboxCall call)
    {
        var arn = call.Input.Required("ResourceARN");
        Authorize(call, arn);
        return Own(call, Kind).Any(r => RuleArn(call, r.Name) == arn)
            ? arn
            : throw new SandboxException("ResourceNotFoundException", $"{arn} does not exist.");
    }

    private JsonObject TagResource(SandboxCall call)
    {
        AddTags(call, Tagged(call), call.Region);
        return [];
    }

    private JsonObject PutRule(SandboxCall call)
    {
        var name = call.Input.Required("Name");
        Authorize(call, RuleArn(call, name));
        CheckBus(call);
        if (call.Input.Text("EventPattern") is { } pattern && EventPattern.Problem(pattern) is { } problem)
            throw new SandboxException(
                "InvalidEventPatternException",
                $"Event pattern is not valid. Reason: {problem} at [Source: (String)\"{pattern}\"]"
            );
        if (!call.Input.Has("EventPattern") && !call.Input.Has("ScheduleExpression"))
            throw new SandboxException(
                "ValidationException",
                "Parameter(s) EventPattern or ScheduleExpression must be specified."
            );
        // EventBridge API reference, "PutRule": the tags of a call that changes a rule are ignored.
        var known = Find(call, Kind, name);
        if (known is null)
            AddTags(call, RuleArn(call, name), call.Region);
        Put(
            call,
            Kind,
            name,
            new JsonObject
            {
                ["Name"] = name,
                ["Arn"] = RuleArn(call, name),
                ["EventPattern"] = call.Input.Text("EventPattern"),
                ["ScheduleExpression"] = call.Input.Text("ScheduleExpression"),
                ["State"] = call.Input.Text("State") ?? "ENABLED",
                ["Description"] = call.Input.Text("Description"),
                ["EventBusName"] = "default",
                ["targets"] = known is null ? new JsonArray() : Targets(known).DeepClone(),
            }
        );
        return new JsonObject { ["RuleArn"] = RuleArn(call, name) };
    }

    private static void CheckBus(SandboxCall call)
    {
        if (call.Input.Text("EventBusName") is { } bus and not "default")
            throw new SandboxException("ResourceNotFoundException", $"Event bus {bus} does not exist.");
    }

    private SandboxResource Rule(SandboxCall call, string member)
    {
        var name = call.Input.Required(member);
        Authorize(call, RuleArn(call, name));
        CheckBus(call);
        return Find(call, Kind, name)
            ?? throw new SandboxException(
                "ResourceNotFoundException",
                $"Rule {name} does not exist on EventBus default."
            );
    }

    private static JsonObject Shape(SandboxResource rule)
    {
        var body = (JsonObject)rule.Body.DeepClone();
        body.Remove("targets");
        return body;
    }

    private JsonObject ListRules(SandboxCall call)
    {
        Authorize(call);
        CheckBus(call);
        var page = Pages.Of(call, Beginning(Own(call, Kind), call.Input.Text("NamePrefix")));
        return new JsonObject { ["Rules"] = List(page.Items, Shape), ["NextToken"] = page.NextToken };
    }

    private JsonObject? DeleteRule(SandboxCall call)
    {
        var name = call.Input.Required("Name");
        Authorize(call, RuleArn(call, name));
        if (Find(call, Kind, name)?.Body["targets"] is JsonArray { Count: > 0 })
            throw new SandboxException("ValidationException", "Rule can't be deleted since it has targets.");
        Remove(call, Kind, name);
        RemoveTags(call, RuleArn(call, name), call.Region);
        return null;
    }

    private static JsonObject NoneFailed => new() { ["FailedEntryCount"] = 0, ["FailedEntries"] = new JsonArray() };

    private static string? Id(JsonNode? target) => (string?)target?["Id"];

    private static JsonArray Targets(SandboxResource rule) => rule.Body["targets"] as JsonArray ?? [];

    private JsonObject PutTargets(SandboxCall call)
    {
        var rule = Rule(call, "Rule");
        var targets = call.Input.Copy()["Targets"] as JsonArray ?? throw call.Input.Missing("Targets");
        var added = targets.OfType<JsonObject>().ToList();
        var ids = added.Select(Id).ToHashSet();
        var kept = Targets(rule).Where(t => !ids.Contains(Id(t))).ToList();
        if (kept.Count + added.Count > MostTargets)
            throw new SandboxException(
                "LimitExceededException",
                "The requested resource exceeds the maximum number allowed."
            );
        rule.Body["targets"] = List(kept.Concat(added), t => t?.DeepClone());
        World.Changes++;
        return NoneFailed;
    }

    private JsonObject ListTargets(SandboxCall call)
    {
        var page = Pages.Of(call, Targets(Rule(call, "Rule")));
        return new JsonObject { ["Targets"] = List(page.Items, t => t?.DeepClone()), ["NextToken"] = page.NextToken };
    }

    private JsonObject RemoveTargets(SandboxCall call)
    {
        var rule = Rule(call, "Rule");
        var ids = call.Input.Texts("Ids");
        var kept = Targets(rule).Where(t => !ids.Contains(Id(t) ?? "")).ToList();
        rule.Body["targets"] = List(kept, t => t?.DeepClone());
        World.Changes++;
        return NoneFailed;
    }

    private JsonObject PutEvents(SandboxCall call)
    {
        var entries = call.Input.Objects("Entries").ToList();
        if (entries.Count is 0 or > MostEvents)
            throw new SandboxException(
                "ValidationException",
                "Value at 'entries' failed to satisfy constraint: Member must have length between 1 and 10, inclusive"
            );
        foreach (var entry in entries)
            Authorize(call, Arn(call, "events", $"event-bus/{Bus(entry)}"));
        if (entries.Sum(Size) >= LargestEvent)
            throw new SandboxException(
                "ValidationException",
                "Total size of the entries in the request is over the limit."
            );
        var results = entries.Select(entry => PutEvent(call, entry)).ToList();
        return new JsonObject
        {
            ["FailedEntryCount"] = results.Count(r => r["ErrorCode"] is not null),
            ["Entries"] = List(results, r => r),
        };
    }

    /// <summary>The bus of an entry: its name or the last part of its ARN.</summary>
    private static string Bus(CallInput entry) => (entry.Text("EventBusName") ?? "default").Split('/')[^1];

    /// <summary>EventBridge user guide, "Calculating PutEvents event entry size".</summary>
    private static int Size(CallInput entry) =>
        SizedMembers.Sum(name => Encoding.UTF8.GetByteCount(entry.Text(name) ?? ""));

    private static readonly string[] SizedMembers = ["Source", "DetailType", "Detail"];

    private JsonObject PutEvent(SandboxCall call, CallInput entry)
    {
        if (entry.Text("Source") is not { Length: > 0 } source || entry.Text("DetailType") is not { Length: > 0 } type)
            return Failed("InvalidArgument", "Parameter Source or DetailType is not valid.");
        if (source.StartsWith("aws.", StringComparison.Ordinal))
            return Failed("NotAuthorizedForSourceException", "Not authorized for the source.");
        if (entry.Text("Detail") is not { } detail || JsonObjects.TryParse(detail) is null)
            return Failed("MalformedDetail", "Detail is malformed.");
        // EventBridge drops events for a bus that does not exist, and says nothing of it.
        var id = World.NewId("", 32);
        if (Bus(entry) == "default")
            Put(
                call,
                EventKind,
                id,
                new JsonObject
                {
                    ["Id"] = id,
                    ["Source"] = source,
                    ["DetailType"] = type,
                    ["Detail"] = detail,
                    ["At"] = Stamp(call),
                }
            );
        return new JsonObject { ["EventId"] = id };
    }

    private static JsonObject Failed(string code, string message) =>
        new() { ["ErrorCode"] = code, ["ErrorMessage"] = message };
}
