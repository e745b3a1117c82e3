using System.Text.Json.Nodes;

namespace AmiGovernance.TestSupport.SecondJudge;

/// <summary>
/// Merges declarative policies by paths (Organizations user guide, "Inheritance operators" and "Inheritance examples"): a flat table of
/// values and one of locks, level by level. What the guide leaves open is an argument, or cannot be decided.
/// </summary>
/// <param name="locks">
/// What a lock on a node covers: `open` nothing below it, `closed` new keys below it, `sealed` everything below it.
/// </param>
internal sealed class PlainInheritance(string locks)
{
    private const string Control = "@@operators_allowed_for_child_policies";

    private static readonly string[] ValueOperators = ["@@assign", "@@append", "@@remove"];

    /// <summary>By path: a text, number or boolean alone, or a list.</summary>
    private readonly OrderedDictionary<string, JsonNode> values = new(StringComparer.Ordinal);

    /// <summary>By path: the operators that policies below may use. A path that is here was there on a level above.</summary>
    private readonly Dictionary<string, string[]> allowed = new(StringComparer.Ordinal) { [""] = ValueOperators };

    /// <summary>Null when nothing is set.</summary>
    public static JsonNode? Merge(IEnumerable<IEnumerable<string>> levels, string locks)
    {
        var merge = new PlainInheritance(locks);
        foreach (var level in levels)
            merge.Apply([.. level.Select(text => JsonNode.Parse(text)!.AsObject())]);
        return merge.Tree();
    }

    private void Apply(List<JsonObject> policies)
    {
        var assignedBy = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        var controls = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var policy in policies)
        foreach (var (path, node) in Nodes("", policy))
        {
            seen.Add(path);
            if (node[Control] is { } control)
                controls[path] = [.. Operators(control).Intersect(controls.GetValueOrDefault(path, ValueOperators))];
            foreach (
                var (name, value) in node.Where(m =>
                    m.Key.StartsWith("@@", StringComparison.Ordinal) && m.Key != Control
                )
            )
                Set(path, name, value!, policy, assignedBy);
        }
        // A level is not bound by its own controls, nor do they reach what it sets below them.
        foreach (var (path, before) in seen.Select(path => (path, Allowed(path))).ToList())
            allowed[path] = [.. before.Intersect(controls.GetValueOrDefault(path, ValueOperators))];
    }

    private static IEnumerable<(string Path, JsonObject Node)> Nodes(string path, JsonObject node)
    {
        yield return (path, node);
        foreach (var (name, below) in node)
            if (!name.StartsWith("@@", StringComparison.Ordinal))
                foreach (var found in Nodes($"{path}/{name}", below!.AsObject()))
                    yield return found;
    }

    /// <summary>Of a path that no level above has: what counts for the nearest above it, where locks are closed.</summary>
    private string[] Allowed(string path)
    {
        if (allowed.TryGetValue(path, out var own))
            return own;
        return locks == "open" ? ValueOperators : Allowed(path[..path.LastIndexOf('/')]);
    }

    private bool IsAllowed(string path, string name)
    {
        if (locks != "sealed" || path.Length == 0)
            return Allowed(path).Contains(name);
        return Allowed(path).Contains(name) && IsAllowed(path[..path.LastIndexOf('/')], name);
    }

    private static IEnumerable<string> Operators(JsonNode control)
    {
        var words = control is JsonArray list ? list.Select(w => (string)w!).ToList() : [(string)control!];
        return words.Contains("@@all") ? ValueOperators : words.Where(w => w != "@@none");
    }

    private void Set(
        string path,
        string name,
        JsonNode value,
        JsonObject policy,
        Dictionary<string, JsonObject> assignedBy
    )
    {
        if (!ValueOperators.Contains(name))
            throw new UndecidableException($"the operator {name}");
        if (!IsAllowed(path, name))
            return;
        // Example 6: of policies on the same target the one that was attached first wins.
        var isSecond = assignedBy.TryGetValue(path, out var first) && first != policy;
        if (isSecond && name == "@@assign")
            return;
        if (isSecond)
            throw new UndecidableException($"{name} beside another policy of the same target, at {path}");
        assignedBy[path] = policy;

        if (name == "@@assign")
            values[path] = value.DeepClone();
        else
            Change(path, adds: name == "@@append", value);
    }

    private void Change(string path, bool adds, JsonNode value)
    {
        var known = values.GetValueOrDefault(path, new JsonArray());
        if (known is not JsonArray list)
            throw new UndecidableException($"a list operator on what is no list, at {path}");
        var given = value is JsonArray many ? many.ToList() : [value];
        bool IsIn(IEnumerable<JsonNode?> nodes, JsonNode? one) => nodes.Any(n => JsonNode.DeepEquals(n, one));
        var changed = adds ? list.Concat(given.Where(g => !IsIn(list, g))) : list.Where(l => !IsIn(given, l));
        values[path] = new JsonArray([.. changed.Select(n => n?.DeepClone())]);
    }

    private JsonObject? Tree()
    {
        var root = new JsonObject();
        foreach (var (path, value) in values.Where(v => v.Value is not JsonArray { Count: 0 }))
        {
            var node = root;
            var names = path.Split('/')[1..];
            foreach (var name in names[..^1])
                node = (JsonObject)(node[name] ??= new JsonObject());
            node[names[^1]] = value.DeepClone();
        }
        return root.Count > 0 ? root : null;
    }
}
