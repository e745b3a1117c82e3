using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Services;

/// <summary>A service that keeps documents and gives them back (<see cref="ResourceStore"/>).</summary>
internal abstract class ResourceCalls(SandboxWorld world, Guard guard)
{
    private const string TagsKind = "tags";

    protected SandboxWorld World => world;

    protected void Authorize(SandboxCall call, string resource = "*") => guard.Authorize(call, resource);

    protected static string Arn(SandboxCall call, string service, string resource) =>
        Arns.Regional(service, call.Place, resource);

    protected SandboxResource? Find(SandboxCall call, string kind, string name) =>
        world.Resources.Find(kind, call.Place, name);

    protected IEnumerable<SandboxResource> Own(SandboxCall call, string kind) => world.Resources.Of(kind, call.Place);

    /// <summary>Of a list: what has one of the names that a call asks for, or all when it asks for none.</summary>
    protected static IEnumerable<SandboxResource> Named(
        IEnumerable<SandboxResource> resources,
        ImmutableArray<string> names
    ) => resources.Where(r => names.IsEmpty || names.Contains(r.Name));

    /// <summary>Of a list: what has a name that begins as a call asks for.</summary>
    protected static IEnumerable<SandboxResource> Beginning(IEnumerable<SandboxResource> resources, string? prefix) =>
        resources.Where(r => r.Name.StartsWith(prefix ?? "", StringComparison.Ordinal));

    protected void Put(SandboxCall call, string kind, string name, JsonObject body) =>
        world.Put(new SandboxResource(kind, call.Place, name, body));

    protected bool Remove(SandboxCall call, string kind, string name)
    {
        world.Changes++;
        return world.Resources.Remove(new ResourceList(kind, call.Place), name);
    }

    /// <summary>Adds the tags of the call to those of a resource, by its ARN.</summary>
    /// <param name="region">Null for what is not regional.</param>
    protected void AddTags(SandboxCall call, string arn, RegionName? region)
    {
        var list = TagsOf(call, region);
        var tags = Tags(list, arn).SetItems(call.Input.Tags("Tags"));
        if (tags.IsEmpty)
            return;
        var body = new JsonObject(tags.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value)));
        world.Put(new SandboxResource(list, arn, body));
    }

    protected void RemoveTags(SandboxCall call, string arn, RegionName? region) =>
        world.Resources.Remove(TagsOf(call, region), arn);

    protected JsonArray TagList(SandboxCall call, string arn, RegionName? region) =>
        List(Tags(TagsOf(call, region), arn), t => new JsonObject { ["Key"] = t.Key, ["Value"] = t.Value });

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

    protected static string Stamp(SandboxCall call) => call.Now.WireText();

    private static ResourceList TagsOf(SandboxCall call, RegionName? region) => new(TagsKind, call.Account, region);

    private ImmutableSortedDictionary<string, string> Tags(ResourceList list, string arn) =>
        (world.Resources.Find(list, arn)?.Body ?? [])
            .Select(t => KeyValuePair.Create(t.Key, (string?)t.Value ?? ""))
            .ToTags();
}
