using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Policies.Declarative;

/// <summary>
/// Reads the nodes of a declarative policy: containers with child-control operators, and values set by an operator; in an
/// effective policy there are no operators.
/// </summary>
internal sealed class DeclarativeNodeReader(JsonDocumentTree tree, DiagnosticBag bag, bool effective = false)
{
    /// <summary>Whether values stand without operators, as in what AWS merged.</summary>
    public bool IsEffective => effective;

    public const string ChildControl = "@@operators_allowed_for_child_policies";

    private const string Assign = "@@assign";
    private const string Append = "@@append";
    private const string Remove = "@@remove";

    private static readonly string[] ValueOperators = [Assign, Append, Remove];
    private static readonly string[] ChildOperators = ["@@all", "@@none", .. ValueOperators];

    public void Report(
        DiagnosticDescriptor descriptor,
        JsonNode node,
        string message,
        string? help = null,
        TextFix? fix = null
    ) => bag.Report(descriptor, tree.At(node), message, help, fix);

    /// <summary>The members that are no operators.</summary>
    public static IEnumerable<JsonProperty> Values(JsonObject node) =>
        node.Properties.Where(p => !p.Name.StartsWith("@@", StringComparison.Ordinal));

    public JsonObject? Object(JsonNode node, string what)
    {
        if (node is not JsonObject found)
        {
            Report(DeclarativeDiagnostics.Grammar, node, $"{what} is an object, found {node.Kind}");
            return null;
        }
        foreach (var property in found.Properties.Where(p => p.Name.StartsWith("@@", StringComparison.Ordinal)))
            CheckOperator(property, isLeaf: false);
        return found;
    }

    public void CheckKeys(JsonObject node, IReadOnlyList<string> known)
    {
        foreach (var property in Values(node).Where(p => !known.Contains(p.Name)))
        {
            var meant = DidYouMean.Of(property.Name, known);
            bag.Report(
                DeclarativeDiagnostics.UnknownKey,
                tree.AtName(property),
                $"unknown key `{property.Name}`",
                meant.Help ?? $"known here: {Quoted(known)}",
                meant.Fix(property.NameSpan)
            );
        }
    }

    /// <summary>Names such as `criteria_1` to `criteria_10`.</summary>
    public void CheckNumberedName(JsonProperty property, string prefix, int maximum)
    {
        if (
            property.Name.StartsWith(prefix, StringComparison.Ordinal)
            && int.TryParse(
                property.Name.AsSpan(prefix.Length),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var number
            )
            && number >= 1
            && number <= maximum
            && property.Name[prefix.Length] != '0'
        )
            return;
        bag.Report(
            DeclarativeDiagnostics.UnknownKey,
            tree.AtName(property),
            $"unknown key `{property.Name}`",
            $"the names are `{prefix}1` to `{prefix}{maximum}`"
        );
    }

    /// <summary>The object at a key with only the given keys; null when there is none.</summary>
    public JsonObject? Child(JsonObject parent, string name, IReadOnlyList<string> keys)
    {
        if (parent[name] is not { } node || Object(node, $"`{name}`") is not { } child)
            return null;
        CheckKeys(child, keys);
        return child;
    }

    /// <param name="node">Null when the key is absent; then there is no value either.</param>
    public string? Text(JsonNode? node)
    {
        if (node is null || Only(node) is not { } value)
            return null;
        if (value is JsonString text)
            return text.Value;
        Report(DeclarativeDiagnostics.Limit, value, $"expected a string, found {value.Kind}");
        return null;
    }

    public string? Choice(JsonNode node, IReadOnlyList<string> allowed)
    {
        if (Text(node) is not { } text)
            return null;
        if (allowed.Contains(text))
            return text;
        Report(
            DeclarativeDiagnostics.Limit,
            node,
            $"`{text}` is not a state; allowed: {Quoted(allowed)}",
            DidYouMean.Of(text, allowed).Help
        );
        return null;
    }

    /// <param name="node">Null when the key is absent; then there is no value either.</param>
    public int? Days(JsonNode? node)
    {
        if (node is null || Only(node) is not { } value)
            return null;
        if (
            value is JsonNumber number
            && int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
        )
            return days;
        Report(DeclarativeDiagnostics.Limit, value, $"expected a number of days from 0 to {int.MaxValue}");
        return null;
    }

    /// <summary>What is assigned and appended, without what is removed.</summary>
    public ImmutableArray<string> List(JsonNode? node, int maximum, Func<string, string?> problem)
    {
        if (node is null)
            return [];
        var lists = Set(node).ToLookup(s => s.Operator, s => Texts(s.Value, maximum, problem));
        var removed = lists[Remove].SelectMany(texts => texts).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. lists[Assign].Concat(lists[Append]).SelectMany(texts => texts).Where(text => !removed.Contains(text)),
        ];
    }

    private ImmutableArray<string> Texts(JsonNode value, int maximum, Func<string, string?> problem)
    {
        var items = value is JsonArray array ? array.Items : [value];
        if (items.Count > maximum)
            Report(DeclarativeDiagnostics.Limit, value, $"the list has {items.Count} values; AWS allows {maximum}");
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var item in items)
        {
            if (item is not JsonString text)
                Report(DeclarativeDiagnostics.Limit, item, $"expected a string, found {item.Kind}");
            else if (problem(text.Value) is { } message)
                Report(DeclarativeDiagnostics.Limit, item, $"`{text.Value}`: {message}");
            else
                texts.Add(text.Value);
        }
        return texts.ToImmutable();
    }

    /// <summary>One value; only lists can be appended to or removed from (Organizations user guide, "Value-setting operators").</summary>
    private JsonNode? Only(JsonNode node)
    {
        JsonNode? value = null;
        foreach (var (name, found) in Set(node))
            if (name == Assign)
                value = found;
            else
                Report(
                    DeclarativeDiagnostics.Grammar,
                    found,
                    $"`{name}` is for lists, and this is one value",
                    $"write `{Assign}`"
                );
        return value;
    }

    /// <summary>The values of a leaf with their operators.</summary>
    private List<(string Operator, JsonNode Value)> Set(JsonNode node)
    {
        if (effective)
            return [(Assign, node)];
        if (node is not JsonObject leaf)
        {
            Report(
                DeclarativeDiagnostics.Grammar,
                node,
                "a value in a declarative policy is set by an operator",
                $"write `{{\"@@assign\": …}}`",
                TextFix.Guess("set it with @@assign", node.Span, $"{{\"@@assign\": {tree.Source.GetText(node.Span)}}}")
            );
            return [];
        }
        foreach (var property in leaf.Properties)
            CheckOperator(property, isLeaf: true);
        List<(string, JsonNode)> found = [];
        foreach (var name in ValueOperators)
            if (leaf[name] is { } value)
                found.Add((name, value));
        if (found.Count == 0)
            Report(DeclarativeDiagnostics.Grammar, node, "no operator sets a value here", "add `@@assign`");
        return found;
    }

    private void CheckOperator(JsonProperty property, bool isLeaf)
    {
        if (property.Name == ChildControl)
        {
            CheckChildControl(property.Value);
            return;
        }
        if (isLeaf && ValueOperators.Contains(property.Name))
            return;
        var known = isLeaf ? [.. ValueOperators, ChildControl] : (string[])[ChildControl];
        bag.Report(
            DeclarativeDiagnostics.Grammar,
            tree.AtName(property),
            $"`{property.Name}` is not an operator that may stand here",
            DidYouMean.Of(property.Name, known).Help ?? $"allowed: {Quoted(known)}"
        );
    }

    private void CheckChildControl(JsonNode control)
    {
        foreach (var item in control is JsonArray array ? array.Items : [control])
            if (item is not JsonString text || !ChildOperators.Contains(text.Value))
                Report(DeclarativeDiagnostics.Grammar, item, $"`{ChildControl}` takes {Quoted(ChildOperators)}");
    }

    private static string Quoted(IEnumerable<string> words) => string.Join(", ", words.Select(w => $"`{w}`"));
}
