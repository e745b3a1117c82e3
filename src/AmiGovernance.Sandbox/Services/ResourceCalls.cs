using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Services;

/// <summary>A service that keeps documents and gives them back (<see cref="ResourceStore"/>).</summary>
internal abstract class ResourceCalls(SandboxWorld world, Guard guard)
{
    protected SandboxWorld World => world;

    protected void Authorize(SandboxCall call, string resource = "*") => guard.Authorize(call, resource);

    protected static string Arn(SandboxCall call, string service, string resource) =>
        $"arn:aws:{service}:{call.Region}:{call.Account}:{resource}";

    protected SandboxResource? Find(SandboxCall call, string kind, string name) =>
        world.Resources.Find(kind, call.Account, call.Region, name);

    protected IEnumerable<SandboxResource> Own(SandboxCall call, string kind) =>
        world.Resources.Of(kind, call.Account, call.Region);

    protected void Put(SandboxCall call, string kind, string name, JsonObject body)
    {
        world.Resources.Put(new SandboxResource(kind, call.Account, call.Region, name, body));
        world.Changes++;
    }

    protected bool Remove(SandboxCall call, string kind, string name)
    {
        world.Changes++;
        return world.Resources.Remove(kind, call.Account, call.Region, name);
    }

    /// <summary>Adds the tags of the call to those of a resource, by its ARN.</summary>
    /// <param name="region">Empty for what is not regional.</param>
    protected void AddTags(SandboxCall call, string arn, string region)
    {
        var tags = Tags(call, arn, region).SetItems(call.Input.Tags("Tags"));
        if (tags.IsEmpty)
            return;
        world.Resources.Put(
            new SandboxResource(
                "tags",
                call.Account,
                region,
                arn,
                new JsonObject(tags.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value)))
            )
        );
        world.Changes++;
    }

    protected void RemoveTags(SandboxCall call, string arn, string region) =>
        world.Resources.Remove("tags", call.Account, region, arn);

    protected JsonArray TagList(SandboxCall call, string arn, string region) =>
        List(Tags(call, arn, region), t => new JsonObject { ["Key"] = t.Key, ["Value"] = t.Value });

    private ImmutableSortedDictionary<string, string> Tags(SandboxCall call, string arn, string region) =>
        (world.Resources.Find("tags", call.Account, region, arn)?.Body ?? [])
            .Select(t => KeyValuePair.Create(t.Key, (string?)t.Value ?? ""))
            .ToTags();

    protected static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode?> shape) => new([.. items.Select(shape)]);

    /// <summary>A document for an answer: the members named are times, which are kept as text.</summary>
    protected static JsonObject WithTimes(JsonObject body, params ReadOnlySpan<string> times)
    {
        var answer = (JsonObject)body.DeepClone();
        foreach (var name in times)
            if (answer[name] is JsonValue text)
                answer[name] = DateTimeOffset.Parse(text.GetValue<string>(), CultureInfo.InvariantCulture);
        return answer;
    }

    protected static string Stamp(SandboxCall call) => AmiGovernance.Sandbox.Protocols.Answer.IsoTime(call.Now);
}
