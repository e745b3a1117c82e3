using System.Text.Json;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>
/// A document in one form, whatever its white space and the order of its members: services do not give back the text that they were
/// given.
/// </summary>
public static class FixedJson
{
    /// <summary>The text itself when it is no JSON.</summary>
    public static string Of(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return JsonText.ToText(JsonText.Write(indented: false, w => Write(w, document.RootElement)));
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
