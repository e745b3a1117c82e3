using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Base.Json;

/// <summary>Reads files that are of use only as a whole, and what such readers share.</summary>
internal static class SoundDocument
{
    /// <summary>Null with a report when the file is no JSON object, or anything in it is wrong.</summary>
    /// <param name="keys">Those that the object may have.</param>
    public static T? Read<T>(SourceText source, string[] keys, DiagnosticBag bag, Func<ObjectReader, T?> read)
        where T : class =>
        Reading
            .Of(own =>
                JsonParser.Parse(source, own) is { } tree && ObjectReader.Open(tree, tree.Root, keys, own) is { } root
                    ? read(root)
                    : null
            )
            .RequireSound(bag);

    /// <summary>The object at a key; null when the key is absent, and with a report when it holds something else.</summary>
    public static ObjectReader? OpenAt(this ObjectReader parent, string key, string[] keys) =>
        parent.Node[key] is { } node ? parent.Open(node, keys) : null;

    /// <summary>Stands in for a required text that is missing: then the document is not sound, and nobody sees it.</summary>
    public static string TextOrEmpty(this ObjectReader parent, string key) => parent.Text(key) ?? "";

    /// <summary>The distinct values of nodes; what <paramref name="read"/> gives no value for is left out.</summary>
    public static ImmutableArray<T> DistinctOf<T>(
        this ObjectReader parent,
        IEnumerable<JsonNode> nodes,
        Func<JsonNode, T?> read
    )
        where T : struct =>
        parent.Distinct(
            nodes
                .Select(node => (Node: node, Value: read(node)))
                .Where(n => n.Value.HasValue)
                .Select(n => (n.Node, n.Value.GetValueOrDefault()))
        );

    /// <summary>The same for texts.</summary>
    public static ImmutableArray<string> DistinctOf(
        this ObjectReader parent,
        IEnumerable<JsonNode> nodes,
        Func<JsonNode, string?> read
    ) =>
        parent.Distinct(
            nodes
                .Select(node => (Node: node, Value: read(node)))
                .Where(n => n.Value is not null)
                .Select(n => (n.Node, n.Value ?? ""))
        );
}
