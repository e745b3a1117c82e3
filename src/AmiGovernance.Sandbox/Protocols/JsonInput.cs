using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Sandbox.Protocols;

/// <summary>The parameters of a call in the protocols `awsJson1_0` and `awsJson1_1`.</summary>
public sealed class JsonInput(JsonObject body)
{
    public string? Text(string name) => body[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public string Required(string name) => Text(name) ?? throw new SandboxException("ValidationException", $"1 validation error detected: Value null at '{name}' failed to satisfy constraint: Member must not be null");

    public int? Number(string name) => body[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    /// <summary>Timestamps are seconds since 1970.</summary>
    public DateTimeOffset? Time(string name) =>
        body[name] is JsonValue value && value.TryGetValue<double>(out var seconds) ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : null;

    public IEnumerable<JsonInput> Objects(string name) => (body[name] as JsonArray ?? []).OfType<JsonObject>().Select(o => new JsonInput(o));

    public IEnumerable<string> Texts(string name) => (body[name] as JsonArray ?? []).OfType<JsonValue>().Select(v => v.TryGetValue<string>(out var text) ? text : "");

    public ImmutableSortedDictionary<string, string> Tags(string name) =>
        Objects(name).ToImmutableSortedDictionary(t => t.Required("Key"), t => t.Text("Value") ?? "", StringComparer.Ordinal);

    public JsonObject Copy() => (JsonObject)body.DeepClone();

    /// <summary>One page of a list under <paramref name="name"/>, with `NextToken` when there is more.</summary>
    /// <param name="most">The largest page of this call; AWS's default too.</param>
    public JsonObject Page<T>(string name, IEnumerable<T> items, int most, Func<T, JsonNode> write)
    {
        var start = int.TryParse(Text("NextToken"), NumberStyles.None, CultureInfo.InvariantCulture, out var token) ? token
            : Text("NextToken") is null ? 0 : throw new SandboxException("InvalidInputException", "The provided NextToken is not valid.") { Reason = "INVALID_NEXT_TOKEN" };
        var size = Number("MaxResults") ?? most;
        if (size < 1 || size > most) throw new SandboxException("InvalidInputException", "You specified an invalid value for MaxResults.") { Reason = size < 1 ? "MIN_VALUE_EXCEEDED" : "MAX_VALUE_EXCEEDED" };
        var rest = items.Skip(start).Take(size + 1).ToList();
        var page = new JsonObject { [name] = new JsonArray([.. rest.Take(size).Select(write)]) };
        if (rest.Count > size) page["NextToken"] = (start + size).ToString(CultureInfo.InvariantCulture);
        return page;
    }
}
