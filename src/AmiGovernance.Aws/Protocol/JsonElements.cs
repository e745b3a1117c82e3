using System.Text.Json;

namespace AmiGovernance.Aws.Protocol;

internal static class JsonElements
{
    /// <summary>Empty when the member is missing or no text.</summary>
    public static string Text(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";
}
