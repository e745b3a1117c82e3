using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Calls;

/// <summary>
/// The parameters of a call, the same in every protocol. The query protocols know only strings, so numbers and booleans may be
/// written. Nothing is checked: an account or a Region here is text.
/// </summary>
/// <param name="service">Decides the error for what is missing.</param>
internal sealed class CallInput(JsonObject members, string service)
{
    /// <summary>Numbers beyond are no seconds since 1970 but a date without separators.</summary>
    private const double MostSeconds = 1e11;

    public string? Text(string name) => AsText(members[name]);

    public string Required(string name) => Text(name) is { Length: > 0 } text ? text : throw Missing(name);

    public bool Has(string name) => members[name] is not null;

    /// <summary>False where it is not given. What is neither true nor false is refused: it may be a dry run.</summary>
    public bool Flag(string name)
    {
        if (Text(name) is not { } text)
            return false;
        return bool.TryParse(text, out var flag) ? flag : throw Invalid(name, text);
    }

    public int RequiredNumber(string name) => Number(name) ?? throw Missing(name);

    public int? Number(string name)
    {
        if (Text(name) is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Invalid(name, text);
    }

    /// <summary>Seconds since 1970 in JSON, ISO 8601 in the query protocols.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
            return null;
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds);
        if (isNumber && Math.Abs(seconds) < MostSeconds)
            return DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, utc, out var time))
            return time;
        throw Invalid(name, text);
    }

    public ImmutableArray<string> Texts(string name) => [.. Elements(name).Select(AsText).OfType<string>()];

    public CallInput Object(string name) => new(members[name] as JsonObject ?? [], service);

    public IEnumerable<CallInput> Objects(string name) =>
        Elements(name).OfType<JsonObject>().Select(o => new CallInput(o, service));

    /// <summary>
    /// Of a describe call of EC2: values of one filter are alternatives, filters must all hold; `*` and `?` are wildcards.
    /// </summary>
    public ImmutableArray<(string Name, ImmutableArray<string> Values)> Filters =>
        [.. Objects("Filter").Select(f => (f.Required("Name"), f.Texts("Value")))];

    public ImmutableSortedDictionary<string, string> Tags(string name) =>
        Objects(name).Select(t => KeyValuePair.Create(t.Required("Key"), t.Text("Value") ?? "")).ToTags();

    /// <summary>The tags that a call to EC2 gives to new resources of a type.</summary>
    public ImmutableSortedDictionary<string, string> TagsFor(string resourceType) =>
        Objects("TagSpecification")
            .Where(s => s.Text("ResourceType") == resourceType)
            .SelectMany(s => s.Tags("Tag"))
            .ToTags();

    public JsonObject Copy() => (JsonObject)members.DeepClone();

    private SandboxException Invalid(string name, string text) =>
        ServiceErrors.Of(service).InvalidValue($"Invalid value for {name}: {text}");

    public SandboxException Missing(string name) => ServiceErrors.Of(service).Missing(name);

    private JsonArray Elements(string name) => members[name] as JsonArray ?? [];

    private static string? AsText(JsonNode? node) =>
        node switch
        {
            JsonValue value when value.TryGetValue<string>(out var text) => text,
            JsonValue value => value.ToJsonString(),
            _ => null,
        };
}
