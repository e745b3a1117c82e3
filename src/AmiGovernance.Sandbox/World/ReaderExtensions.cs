using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Sandbox.World;

/// <summary>Values of a world file that a configuration does not have.</summary>
internal static class ReaderExtensions
{
    public static string? Required(this ObjectReader reader, string key)
    {
        reader.Require(key);
        return reader.Text(key);
    }

    public static IEnumerable<string> Texts(this ObjectReader reader, string key) =>
        reader.List(key, 0).Select(n => reader.Text(n)).OfType<string>();

    /// <summary>A document as text, of any length.</summary>
    public static string? LongText(this ObjectReader reader, string key) => (reader.Node[key] as JsonString)?.Value;

    public static ImmutableSortedDictionary<string, string> Tags(this ObjectReader reader) =>
        ((reader.Node["tags"] as JsonObject)?.Properties ?? [])
            .Select(p => KeyValuePair.Create(p.Name, (p.Value as JsonString)?.Value ?? ""))
            .ToTags();
}
