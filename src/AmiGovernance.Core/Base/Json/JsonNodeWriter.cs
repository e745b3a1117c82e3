using System.Text.Json;

namespace AmiGovernance.Core.Base.Json;

public static class JsonNodeWriter
{
    /// <summary>The document in its shortest form: AWS counts white space for its quotas.</summary>
    public static string Minified(JsonNode node) =>
        JsonText.ToText(JsonText.Write(indented: false, writer => writer.WriteNode(node)));

    public static void WriteNode(this Utf8JsonWriter writer, JsonNode node)
    {
        switch (node)
        {
            case JsonObject found:
                writer.WriteStartObject();
                foreach (var property in found.Properties)
                {
                    writer.WritePropertyName(property.Name);
                    writer.WriteNode(property.Value);
                }
                writer.WriteEndObject();
                break;
            case JsonArray array:
                writer.WriteStartArray();
                foreach (var item in array.Items)
                    writer.WriteNode(item);
                writer.WriteEndArray();
                break;
            case JsonString text:
                writer.WriteStringValue(text.Value);
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
