using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace AmiGovernance.Sandbox.Calls;

/// <summary>The parameters of a call, the same in every protocol. The query protocols know only strings, so numbers and booleans may be written.</summary>
/// <param name="service">Decides the error for what is missing.</param>
public sealed class CallInput(JsonObject members, string service)
{
    public string? Text(string name) => AsText(members[name]);

    public string Required(string name) => Text(name) is { Length: > 0 } text ? text : throw Missing(name);

    public bool Has(string name) => members[name] is not null;

    public bool Flag(string name) => string.Equals(Text(name), "true", StringComparison.OrdinalIgnoreCase);

    public int? Number(string name) =>
        int.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>Seconds since 1970 in JSON, ISO 8601 in the query protocols.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && Math.Abs(seconds) < 1e11
        )
            return DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        return DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
            ? time
            : throw new SandboxException(
                service == "ec2" ? "InvalidParameterValue" : "ValidationException",
                $"Invalid value for {name}: {text}"
            );
    }

    public ImmutableArray<string> Texts(string name) =>
        [.. (members[name] as JsonArray ?? []).Select(AsText).OfType<string>()];

    public CallInput Object(string name) => new(members[name] as JsonObject ?? [], service);

    public IEnumerable<CallInput> Objects(string name) =>
        (members[name] as JsonArray ?? []).OfType<JsonObject>().Select(o => new CallInput(o, service));

    /// <summary>Of a describe call of EC2: values of one filter are alternatives, filters must all hold; `*` and `?` are wildcards.</summary>
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

    public SandboxException Missing(string name) =>
        service switch
        {
            "ec2" => new SandboxException("MissingParameter", $"The request must contain the parameter {name}"),
            "organizations" => new SandboxException("InvalidInputException", $"You must specify a value for {name}.")
            {
                Reason = "INPUT_REQUIRED",
            },
            "athena" => new SandboxException("InvalidRequestException", $"{name} must not be null"),
            _ => new SandboxException(
                service is "cloudtrail" or "events" or "ssm" or "logs" ? "ValidationException" : "ValidationError",
                $"1 validation error detected: Value null at '{name}' failed to satisfy constraint: Member must not be null"
            ),
        };

    private static string? AsText(JsonNode? node) =>
        node switch
        {
            JsonValue value when value.TryGetValue<string>(out var text) => text,
            JsonValue value => value.ToJsonString(),
            _ => null,
        };
}

public static class TagSets
{
    public static readonly ImmutableSortedDictionary<string, string> None = ImmutableSortedDictionary.Create<
        string,
        string
    >(StringComparer.Ordinal);

    /// <summary>A key that comes twice has its last value.</summary>
    public static ImmutableSortedDictionary<string, string> ToTags(
        this IEnumerable<KeyValuePair<string, string>> tags
    ) => None.SetItems(tags);
}
