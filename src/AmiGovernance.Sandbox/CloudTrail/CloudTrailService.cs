using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Protocols;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.CloudTrail;

/// <summary>LookupEvents: the management events of 90 days, of one account in one Region, newest first.</summary>
public sealed class CloudTrailService(SandboxWorld world)
{
    private const int PageSize = 50;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    public JsonObject Answer(SandboxCall call, JsonInput input)
    {
        if (call.Operation != "LookupEvents") throw new SandboxException("UnsupportedOperationException", $"The sandbox does not know cloudtrail:{call.Operation}.");
        var attributes = input.Objects("LookupAttributes").Select(a => (Key: a.Required("AttributeKey"), Value: a.Required("AttributeValue"))).ToList();
        if (attributes.Count > 1) throw new SandboxException("InvalidLookupAttributesException", "You can only specify one lookup attribute.");
        var (start, end) = (input.Time("StartTime") ?? world.Now - Kept, input.Time("EndTime") ?? DateTimeOffset.MaxValue);
        var found = world.Trail.Of(call.Caller.AccountId, call.Region).Where(e => e.Time >= start && e.Time <= end && e.Time >= world.Now - Kept && attributes.All(a => Matches(e, a.Key, a.Value)));
        return input.Page("Events", found, PageSize, e => new JsonObject
        {
            ["EventId"] = e.EventId,
            ["EventName"] = e.Operation,
            ["ReadOnly"] = e.ReadOnly ? "true" : "false",
            ["AccessKeyId"] = e.AccessKey,
            ["EventTime"] = e.Time.ToUnixTimeMilliseconds() / 1000.0,
            ["EventSource"] = $"{e.Service}.amazonaws.com",
            ["Username"] = e.Username,
            ["Resources"] = new JsonArray(),
            ["CloudTrailEvent"] = e.Record.ToJsonString(),
        });
    }

    private static bool Matches(TrailEvent recorded, string key, string value) => key switch
    {
        "EventName" => recorded.Operation == value,
        "EventId" => recorded.EventId == value,
        "EventSource" => $"{recorded.Service}.amazonaws.com" == value,
        "Username" => recorded.Username == value,
        "ReadOnly" => (recorded.ReadOnly ? "true" : "false") == value,
        "AccessKeyId" => recorded.AccessKey == value,
        "ResourceType" or "ResourceName" => false,
        _ => throw new SandboxException("InvalidLookupAttributesException", "The lookup attribute is not valid."),
    };
}
