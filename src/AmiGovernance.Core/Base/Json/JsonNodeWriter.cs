using System.Text.Json;

namespace AmiGovernance.Core.Base.Json;

public static class JsonNodeWriter
{
    /// <summary>The document in its shortest form: AWS counts white space for its quotas.</summary>
    public static string Minified(JsonNode node) =>
        JsonText.ToText(JsonText.Write(indented: false, writer => writer.WriteNode(node)));

    /// <summary>The same text for documents that are equal as JSON: no white space, and the members of objects in ordinal order.</summary>
    public static string Canonical(JsonNode node) =>
        JsonText.ToText(JsonText.Write(indented: false, writer => Write(writer, node, Sorted)));

    public static void WriteNode(this Utf8JsonWriter writer, JsonNode node) => Write(writer, node, AsWritten);

    private static IEnumerable<JsonProperty> AsWritten(JsonObject node) => node.Properties;

    private static IEnumerable<JsonProperty> Sorted(JsonObject node) =>
        node.Properties.OrderBy(p => p.Name, StringComparer.Ordinal);

    private static void Write(Utf8JsonWriter writer, JsonNode node, Func<JsonObject, IEnumerable<JsonProperty>> members)
    {
        switch (node)
        {
            case JsonObject found:
                writer.WriteStartObject();
                foreach (var property in members(found))
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value, members);
                }
                writer.WriteEndObject();
                break;
            case JsonArray array:
                writer.WriteStartArray();
                foreach (var item in array.Items)
                    Write(writer, item, members);
                writer.WriteEndArray();
                break;
            case JsonString text:
                writer.WriteStringValue(text.Value);
                break;
            case JsonNumber { IsNumber: false } word:
                writer.WriteStringValue(word.Text);
                break;
            case JsonNumber number:
                writer.WriteRawValue(number.Text);
                break;
            case JsonBoolean boolean:
                writer.WriteBooleanValue(boolean.Value);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}
