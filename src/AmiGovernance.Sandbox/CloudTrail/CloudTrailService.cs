using System.Text;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.CloudTrail;

/// <summary>LookupEvents: the management events of 90 days, of one account in one Region, newest first.</summary>
internal sealed class CloudTrailService(SandboxWorld world, Guard guard) : IService
{
    private static readonly Paging Pages = new(1, 50, 50);
    private static readonly TimeSpan Kept = AwsFacts.EventHistory.Value;

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal) { ["LookupEvents"] = LookupEvents };

    private JsonObject LookupEvents(SandboxCall call)
    {
        guard.Authorize(call);
        var matches = Attribute(call);
        var isInsights = WantsInsights(call);
        var (start, end) = Range(call);
        // The sandbox has no Insights events.
        IEnumerable<TrailEvent> found = isInsights
            ? []
            : world.Trail.Of(call.Place).Where(e => e.Time >= start && e.Time <= end && matches(e));
        // Each look-up is an event itself.
        var page = Pages.After(call, found, e => e.EventId);
        return new JsonObject
        {
            ["Events"] = new JsonArray([.. page.Items.Select(Event)]),
            ["NextToken"] = page.NextToken,
        };
    }

    private static Func<TrailEvent, bool> Attribute(SandboxCall call)
    {
        var attributes = call
            .Input.Objects("LookupAttributes")
            .Select(a => Match(a.Required("AttributeKey"), a.Required("AttributeValue")))
            .ToList();
        if (attributes.Count > 1)
            throw new SandboxException(
                "InvalidLookupAttributesException",
                "You can only specify one lookup attribute."
            );
        return attributes is [var only] ? only : _ => true;
    }

    private static bool WantsInsights(SandboxCall call)
    {
        if (call.Input.Text("EventCategory") is { } category and not "insight")
            throw new SandboxException("InvalidEventCategoryException", "The event category is not valid.");
        return call.Input.Has("EventCategory");
    }

    /// <summary>Nothing older than 90 days is found, whatever is asked for.</summary>
    private (DateTimeOffset Start, DateTimeOffset End) Range(SandboxCall call)
    {
        var oldest = world.Now - Kept;
        var start = call.Input.Time("StartTime") ?? oldest;
        var end = call.Input.Time("EndTime") ?? DateTimeOffset.MaxValue;
        if (start > end)
            throw new SandboxException("InvalidTimeRangeException", "The end time must not be before the start time.");
        return (start > oldest ? start : oldest, end);
    }

    private static JsonNode Event(TrailEvent recorded) =>
        new JsonObject
        {
            ["EventId"] = recorded.EventId,
            ["EventName"] = recorded.Operation,
            ["ReadOnly"] = recorded.ReadOnly ? "true" : "false",
            ["AccessKeyId"] = recorded.AccessKey,
            ["EventTime"] = recorded.Time,
            ["EventSource"] = recorded.Service,
            ["Username"] = recorded.Username,
            ["Resources"] = new JsonArray([.. recorded.Resources.Select(Resource)]),
            ["CloudTrailEvent"] = Encoding.UTF8.GetString(recorded.Record.Span),
        };

    private static JsonNode Resource(RecordedResource resource) =>
        new JsonObject { ["ResourceType"] = resource.Type, ["ResourceName"] = resource.Name };

    private static Func<TrailEvent, bool> Match(string key, string value) =>
        key switch
        {
            "EventName" => e => e.Operation == value,
            "EventId" => e => e.EventId == value,
            "EventSource" => e => e.Service == value,
            "Username" => e => e.Username == value,
            "ReadOnly" => e => (e.ReadOnly ? "true" : "false") == value,
            "AccessKeyId" => e => e.AccessKey == value,
            "ResourceName" => e => e.Resources.Any(r => r.Name == value),
            "ResourceType" => e => e.Resources.Any(r => r.Type == value),
            _ => throw new SandboxException("InvalidLookupAttributesException", "The lookup attribute is not valid."),
        };
}
