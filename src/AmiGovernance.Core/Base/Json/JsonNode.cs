using System.Globalization;
using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Base.Json;

/// <summary>A JSON value that knows its place in the source.</summary>
public abstract class JsonNode(TextSpan span)
{
    public TextSpan Span { get; } = span;

    public JsonNode? Parent { get; private set; }

    /// <summary>The name of the property that holds this value; null for array elements and the root.</summary>
    public string? Key => Parent is JsonObject holder ? holder.Properties[Index].Name : null;

    /// <summary>The place among the members of the parent, from 0.</summary>
    public int Index { get; private set; }

    /// <summary>The word for this kind of value in messages, with its article.</summary>
    public abstract string Kind { get; }

    public string Pointer
    {
        get
        {
            var steps = new List<string>();
            for (var node = this; node.Parent is not null; node = node.Parent)
                steps.Add(node.Key ?? node.Index.ToString(CultureInfo.InvariantCulture));
            var pointer = new StringBuilder();
            for (var i = steps.Count - 1; i >= 0; i--)
                pointer
                    .Append('/')
                    .Append(
                        steps[i]
                            .Replace("~", "~0", StringComparison.Ordinal)
                            .Replace("/", "~1", StringComparison.Ordinal)
                    );
            return pointer.ToString();
        }
    }

    internal void Attach(JsonNode parent, int index)
    {
        Parent = parent;
        Index = index;
    }
}

public readonly record struct JsonProperty(string Name, TextSpan NameSpan, JsonNode Value);

public sealed class JsonObject : JsonNode
{
    public JsonObject(TextSpan span, IReadOnlyList<JsonProperty> properties)
        : base(span)
    {
        Properties = properties;
        for (var i = 0; i < properties.Count; i++)
            properties[i].Value.Attach(this, i);
    }

    /// <summary>In source order. Names are unique: the parser reports a duplicate and keeps the first.</summary>
    public IReadOnlyList<JsonProperty> Properties { get; }

    public override string Kind => "an object";

    public JsonNode? this[string name] => Find(name)?.Value;

    public JsonProperty? Find(string name)
    {
        foreach (var property in Properties)
            if (property.Name == name)
                return property;
        return null;
    }
}

public sealed class JsonArray : JsonNode
{
    public JsonArray(TextSpan span, IReadOnlyList<JsonNode> items)
        : base(span)
    {
        Items = items;
        for (var i = 0; i < items.Count; i++)
            items[i].Attach(this, i);
    }

    public IReadOnlyList<JsonNode> Items { get; }

    public override string Kind => "an array";
}

public sealed class JsonString(TextSpan span, string value) : JsonNode(span)
{
    public string Value { get; } = value;

    public override string Kind => "a string";
}

/// <summary>A number as written; nothing is rounded.</summary>
internal sealed class JsonNumber(TextSpan span, string text) : JsonNode(span)
{
    public string Text { get; } = text;

    /// <summary>False for what only looks like one, such as `012`; that is reported where it is read.</summary>
    public bool IsNumber { get; init; } = true;

    public override string Kind => "a number";
}

internal sealed class JsonBoolean(TextSpan span, bool value) : JsonNode(span)
{
    public bool Value { get; } = value;

    public override string Kind => "a boolean";
}

internal sealed class JsonNull(TextSpan span) : JsonNode(span)
{
    public override string Kind => "null";
}

/// <summary>A parsed file: its text and its root value.</summary>
public sealed record JsonDocumentTree(SourceText Source, JsonNode Root)
{
    public SourceLocation At(JsonNode node) => new(Source, node.Span, node.Pointer);

    /// <summary>The place of a property's name.</summary>
    public SourceLocation AtName(JsonProperty property) => new(Source, property.NameSpan, property.Value.Pointer);
}
