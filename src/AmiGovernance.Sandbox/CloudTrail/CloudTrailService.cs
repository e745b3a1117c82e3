using System.Text;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.CloudTrail;

/// <summary>LookupEvents: the management events of 90 days, of one account in one Region, newest first.</summary>
internal sealed class CloudTrailService(SandboxWorld world, Guard guard) : IService
{
    private static readonly Paging Pages = new(1, 50, 50);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal) { ["LookupEvents"] = LookupEvents };

    private JsonObject LookupEvents(SandboxCall call)
    {
        guard.Authorize(call);
        var attributes = call
            .Input.Objects("LookupAttributes")
            .Select(a => (Key: a.Required("AttributeKey"), Value: a.Required("AttributeValue")))
            .ToList();
        if (attributes.Count > 1)
            throw new SandboxException(
                "InvalidLookupAttributesException",
                "You can only specify one lookup attribute."
            );
        if (call.Input.Text("EventCategory") is { } category && category != "insight")
            throw new SandboxException("InvalidEventCategoryException", "The event category is not valid.");
        var oldest = world.Now - Kept;
        var (start, end) = (
            call.Input.Time("StartTime") ?? oldest,
            call.Input.Time("EndTime") ?? DateTimeOffset.MaxValue
        );
        if (start > end)
            throw new SandboxException("InvalidTimeRangeException", "The end time must not be before the start time.");
        var matches = attributes.Count == 0 ? _ => true : Match(attributes[0].Key, attributes[0].Value);
        var found = call.Input.Has("EventCategory")
            ? []
            : world
                .Trail.Of(call.Account, call.Region)
                .Where(e => e.Time >= start && e.Time <= end && e.Time >= oldest && matches(e));
        var page = Pages.Of(call, found);
        return new JsonObject
        {
            ["Events"] = new JsonArray([
                .. page.Items.Select(e => new JsonObject
                {
                    ["EventId"] = e.EventId,
                    ["EventName"] = e.Operation,
                    ["ReadOnly"] = e.ReadOnly ? "true" : "false",
                    ["AccessKeyId"] = e.AccessKey,
                    ["EventTime"] = e.Time,
                    ["EventSource"] = e.Service,
                    ["Username"] = e.Username,
                    ["Resources"] = new JsonArray(),
                    ["CloudTrailEvent"] = Encoding.UTF8.GetString(e.Record.Span),
                }),
            ]),
            ["NextToken"] = page.NextToken,
        };
    }

    private static Func<TrailEvent, bool> Match(string key, string value) =>
        key switch
        {
            "EventName" => e => e.Operation == value,
            "EventId" => e => e.EventId == value,
            "EventSource" => e => e.Service == value,
            "Username" => e => e.Username == value,
            "ReadOnly" => e => (e.ReadOnly ? "true" : "false") == value,
            "AccessKeyId" => e => e.AccessKey == value,
            // The sandbox writes no resources into its records.
            "ResourceType" or "ResourceName" => _ => false,
            _ => throw new SandboxException("InvalidLookupAttributesException", "The lookup attribute is not valid."),
        };
}
