using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Policies.Declarative;

/// <summary>A place in the merged document: a value, or a holder of other places.</summary>
/// <param name="allowed">What the policies of higher levels say of the nearest place above that they know.</param>
internal sealed class MergedNode(ChildOperators allowed)
{
    private JsonNode? scalar;
    private List<JsonNode>? list;
    private List<string> sources = [];
    private string? firstOfLevel;

    public OrderedDictionary<string, MergedNode> Children { get; } = new(StringComparer.Ordinal);

    /// <summary>What the policies of higher levels let this level use.</summary>
    public ChildOperators Allowed { get; private set; } = allowed;

    /// <summary>What the policies of this level let the next levels use; null when they do not say.</summary>
    public ChildOperators? Control { get; set; }

    public bool HasValue => scalar is not null || list is { Count: > 0 } || Children.Values.Any(c => c.HasValue);

    /// <summary>Whether the first policy of this level appends to the list or removes from it.</summary>
    public bool BeganAsList { get; private set; }

    /// <summary>Null when it took effect, else why not.</summary>
    public string? Set(ChildOperators op, JsonNode value, string policy)
    {
        if (op == ChildOperators.Assign)
        {
            if (firstOfLevel is not null && firstOfLevel != policy)
                return $"`{firstOfLevel}` was attached to the same target first";
            scalar = value is JsonArray ? null : value;
            list = value is JsonArray array ? [.. array.Items] : null;
            sources = [policy];
        }
        else
        {
            if (scalar is not null)
                return "the inherited value is no list";
            var values = value is JsonArray many ? many.Items : [value];
            list =
                op == ChildOperators.Append
                    ? [.. list ?? [], .. values.Where(v => !(list ?? []).Any(known => Same(known, v)))]
                    : [.. (list ?? []).Where(known => !values.Any(v => Same(known, v)))];
            sources.Add(policy);
        }
        BeganAsList = firstOfLevel is null ? op != ChildOperators.Assign : BeganAsList;
        firstOfLevel ??= policy;
        return null;
    }

    private static bool Same(JsonNode left, JsonNode right) =>
        (left, right) switch
        {
            (JsonString a, JsonString b) => a.Value == b.Value,
            (JsonNumber a, JsonNumber b) => a.Text == b.Text,
            (JsonBoolean a, JsonBoolean b) => a.Value == b.Value,
            _ => false,
        };

    public void EndLevel()
    {
        Allowed &= Control ?? ChildOperators.All;
        Control = null;
        firstOfLevel = null;
        BeganAsList = false;
        foreach (var child in Children.Values)
            child.EndLevel();
    }

    public void CollectSources(string pointer, ImmutableSortedDictionary<string, ImmutableArray<string>>.Builder into)
    {
        if (scalar is not null || list is { Count: > 0 })
            into[pointer] = [.. sources.Distinct()];
        foreach (var (name, child) in Children)
            child.CollectSources($"{pointer}/{name}", into);
    }

    public void Write(Utf8JsonWriter writer)
    {
        if (scalar is not null)
            writer.WriteNode(scalar);
        else if (list is { Count: > 0 })
        {
            writer.WriteStartArray();
            foreach (var value in list)
                writer.WriteNode(value);
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteStartObject();
            foreach (var (name, child) in Children.Where(c => c.Value.HasValue))
            {
                writer.WritePropertyName(name);
                child.Write(writer);
            }
            writer.WriteEndObject();
        }
    }
}
