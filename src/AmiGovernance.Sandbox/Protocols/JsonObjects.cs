using System.Text.Json;
using System.Text.Json.Nodes;

namespace AmiGovernance.Sandbox.Protocols;

/// <summary>JSON objects in texts of callers.</summary>
internal static class JsonObjects
{
    /// <summary>Null for what is no JSON, and for JSON that is no object.</summary>
    public static JsonObject? TryParse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
