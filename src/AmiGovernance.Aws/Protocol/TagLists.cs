using System.Text.Json;

namespace AmiGovernance.Aws.Protocol;

internal static class TagLists
{
    /// <summary>As the member `Tags`, a list of keys and values.</summary>
    public static void WriteTags(this Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, string>> tags)
    {
        writer.WriteStartArray("Tags");
        foreach (var (key, value) in tags)
        {
            writer.WriteStartObject();
            writer.WriteString("Key", key);
            writer.WriteString("Value", value);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
