using System.Globalization;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Sandbox.Protocols;

/// <summary>
/// The parameters of `awsQuery` and `ec2Query` as a tree, so that services see the same input in every protocol: `Filter.1.Name`
/// is the name in the first element of the list `Filter`. The word `member` or `entry` that `awsQuery` puts before a number is
/// left out. All values are strings.
/// </summary>
internal static class QueryForm
{
    /// <summary>No parameter of a service model is nested deeper.</summary>
    private const int MaxDepth = 32;

    public static JsonObject Parse(string form)
    {
        var root = new Node();
        foreach (var pair in form.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (pair, "") : (pair[..equals], pair[(equals + 1)..]);
            Find(root, Decode(name).Split('.')).Value = Decode(value);
        }
        return root.ToJson() as JsonObject ?? [];
    }

    private static Node Find(Node root, string[] path)
    {
        if (path.Length > MaxDepth)
            throw new SandboxException("MalformedQueryString", "The query string is malformed.");
        var node = root;
        for (var i = 0; i < path.Length; i++)
            if (!IsListWord(path, i))
                node = node.At(path[i]);
        return node;
    }

    private static bool IsListWord(string[] path, int index) =>
        path[index] is "member" or "entry" && index + 1 < path.Length && IsNumber(path[index + 1]);

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static bool IsNumber(string part) => part.Length is > 0 and < 7 && part.All(char.IsAsciiDigit);

    private sealed class Node
    {
        private readonly SortedDictionary<int, Node> elements = [];
        private readonly Dictionary<string, Node> members = new(StringComparer.Ordinal);

        public string? Value { get; set; }

        public Node At(string part) =>
            IsNumber(part) ? Child(elements, int.Parse(part, CultureInfo.InvariantCulture)) : Child(members, part);

        public JsonNode? ToJson()
        {
            if (members.Count > 0)
                return new JsonObject(members.Select(m => KeyValuePair.Create(m.Key, m.Value.ToJson())));
            if (elements.Count > 0)
                return new JsonArray([.. elements.Values.Select(e => e.ToJson())]);
            return Value is null ? null : JsonValue.Create(Value);
        }

        private static Node Child<TKey>(IDictionary<TKey, Node> children, TKey key)
            where TKey : notnull => children.TryGetValue(key, out var known) ? known : children[key] = new Node();
    }
}
