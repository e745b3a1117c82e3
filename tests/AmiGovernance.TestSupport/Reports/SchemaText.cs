using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AmiGovernance.TestSupport.Reports;

/// <summary>A schema as its file holds it: what is short stands on one line.</summary>
internal static class SchemaText
{
    private const int Short = 100;

    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(JsonNode schema)
    {
        var text = new StringBuilder();
        Write(text, schema, "");
        return text.Append('\n').ToString();
    }

    private static void Write(StringBuilder text, JsonNode? node, string indent)
    {
        if (node is not JsonObject { Count: > 0 } members || IsShort(members))
        {
            text.Append(Line(node));
            return;
        }
        text.Append('{');
        var separator = "\n";
        foreach (var (name, value) in members)
        {
            text.Append(separator).Append(indent).Append("  ").Append(Line(JsonValue.Create(name))).Append(": ");
            Write(text, value, indent + "  ");
            separator = ",\n";
        }
        text.Append('\n').Append(indent).Append('}');
    }

    /// <summary>Nothing in it has members that need a line each.</summary>
    private static bool IsShort(JsonObject node) =>
        node.All(m => m.Value is not JsonObject inner || inner.All(i => i.Value is not JsonObject))
        && !node.ContainsKey("properties")
        && (Line(node).Length <= Short || node.All(m => m.Value is not JsonObject));

    private static string Line(JsonNode? node) =>
        node switch
        {
            JsonObject members => $"{{ {string.Join(", ", members.Select(m => $"{Line(m.Key)}: {Line(m.Value)}"))} }}",
            JsonArray items => $"[{string.Join(", ", items.Select(Line))}]",
            null => "null",
            _ => node.ToJsonString(Plain),
        };
}
