using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Base.Json;

/// <summary>
/// Reads one configuration object against its list of keys: unknown keys are reported at once, and each getter reports
/// a value that is not what it must be and returns null, so that reading goes on.
/// </summary>
public sealed class ObjectReader
{
    /// <summary>In characters; AWS has no field that we fill with more.</summary>
    private const int MaxText = 4096;

    private readonly string[] keys;

    public ObjectReader(JsonDocumentTree tree, JsonObject node, string[] keys, DiagnosticBag bag)
    {
        Tree = tree;
        Node = node;
        Bag = bag;
        this.keys = keys;
        ReportUnknownKeys();
    }

    public JsonDocumentTree Tree { get; }

    public JsonObject Node { get; }

    public DiagnosticBag Bag { get; }

    /// <summary>Reads a file that is one object.</summary>
    /// <param name="keys">The keys that it may have.</param>
    /// <param name="read">Makes the value of it; reports what is wrong to the reader's bag.</param>
    public static Reading<T> ReadFile<T>(SourceText source, string[] keys, Func<ObjectReader, T?> read)
        where T : class =>
        Reading.Of(bag =>
            JsonParser.Parse(source, bag) is { } tree && Open(tree, tree.Root, keys, bag) is { } root
                ? read(root)
                : null
        );

    /// <summary>The object at a node, or null with a report when it is something else.</summary>
    public static ObjectReader? Open(JsonDocumentTree tree, JsonNode node, string[] keys, DiagnosticBag bag)
    {
        if (node is JsonObject found)
            return new ObjectReader(tree, found, keys, bag);
        ReportWrongType(tree, node, "an object", bag);
        return null;
    }

    public ObjectReader? Open(JsonNode node, string[] objectKeys) => Open(Tree, node, objectKeys, Bag);

    public void Require(string key)
    {
        if (Node.Find(key) is not null)
            return;
        var described = Tree.Source.Upkeep?.DescribedBy is { } command ? $"; `{command}` describes it" : "";
        Report(ConfigDiagnostics.MissingKey, Node, $"the key `{key}` is missing", $"add `{key}` here{described}");
    }

    public string? Text(string key, int maxLength = MaxText) => Node[key] is { } node ? Text(node, maxLength) : null;

    public string? Text(JsonNode node, int maxLength = MaxText)
    {
        if (node is not JsonString text)
        {
            ReportWrongType(Tree, node, "a string", Bag);
            return null;
        }
        if (string.IsNullOrWhiteSpace(text.Value))
            Report(ConfigDiagnostics.InvalidText, node, "the text is empty", "fill it in or remove the key");
        else if (text.Value.Length > maxLength)
            Report(
                ConfigDiagnostics.InvalidText,
                node,
                $"the text has {text.Value.Length} characters; the limit is {maxLength}"
            );
        else
            return text.Value;
        return null;
    }

    /// <summary>To the character and without a check, for what has a hash or a digest; empty when it is no text.</summary>
    public string Written(string key) => (Node[key] as JsonString)?.Value ?? "";

    /// <summary>The texts of a list, each as <see cref="Written"/>.</summary>
    public ImmutableArray<string> WrittenTexts(string key) =>
        [.. List(key, 0).OfType<JsonString>().Select(text => text.Value)];

    public bool? Boolean(string key)
    {
        if (Node[key] is not { } node)
            return null;
        if (node is JsonBoolean boolean)
            return boolean.Value;
        var fix = node is JsonString { Value: "true" or "false" } text
            ? new TextFix($"write {text.Value}", node.Span, text.Value)
            : null;
        ReportWrongType(Tree, node, "a boolean", Bag, fix);
        return null;
    }

    /// <summary>A whole number in the given range, both ends included.</summary>
    public int? Integer(string key, int minimum, int maximum) =>
        Node[key] is { } node ? Integer(node, minimum, maximum) : null;

    public int? Integer(JsonNode node, int minimum, int maximum)
    {
        if (node is not JsonNumber number)
        {
            var fix =
                node is JsonString text
                && int.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                    ? new TextFix("remove the quotes", node.Span, text.Value)
                    : null;
            ReportWrongType(Tree, node, "a number", Bag, fix);
            return null;
        }
        // 14.0 and 1e2 are whole numbers in JSON too.
        if (
            double.TryParse(number.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value == Math.Floor(value)
            && value >= minimum
            && value <= maximum
        )
            return (int)value;
        Report(
            ConfigDiagnostics.OutOfRange,
            node,
            $"`{number.Text}` is not a whole number from {minimum} to {maximum}"
        );
        return null;
    }

    public DateOnly? Date(string key) => Node[key] is { } node ? Date(node) : null;

    public DateOnly? Date(JsonNode node)
    {
        if (node is not JsonString text)
        {
            ReportWrongType(Tree, node, "a date as a string", Bag);
            return null;
        }
        if (IsoDate.TryParse(text.Value, out var date))
            return date;
        var (help, fix) = DateAdvice.For(text);
        Report(ConfigDiagnostics.Date, node, $"`{text.Value}` is not a date of the form YYYY-MM-DD", help, fix);
        return null;
    }

    /// <summary>A moment in UTC, to the second.</summary>
    public DateTimeOffset? Time(string key)
    {
        if (Node[key] is not { } node)
            return null;
        if (node is not JsonString text)
            ReportWrongType(Tree, node, "a time as a string", Bag);
        else if (IsoTime.TryParse(text.Value, out var time))
            return time;
        else
            Report(ConfigDiagnostics.Date, node, $"`{text.Value}` is not a time of the form YYYY-MM-DDTHH:MM:SSZ");
        return null;
    }

    public string? Email(string key) => Node[key] is { } node ? Email(node) : null;

    public string? Email(JsonNode node)
    {
        if (Text(node) is not { } text)
            return null;
        if (MailAddress.IsValid(text))
            return text;
        Report(
            ConfigDiagnostics.InvalidText,
            node,
            $"`{text}` is not a mail address",
            "such as `alex@company.com`, without a name"
        );
        return null;
    }

    public string? Choice(string key, IReadOnlyList<string> choices) =>
        Node[key] is { } node ? Choice(node, choices) : null;

    public string? Choice(JsonNode node, IReadOnlyList<string> choices)
    {
        if (Text(node) is not { } text)
            return null;
        if (choices.Contains(text))
            return text;
        var meant = DidYouMean.Of(text, choices);
        Report(
            ConfigDiagnostics.UnknownValue,
            node,
            $"`{text}` is not known here; allowed: {string.Join(", ", choices.Select(c => $"`{c}`"))}",
            meant.Help,
            meant.Fix(node.Span)
        );
        return null;
    }

    /// <summary>Reports a file of another format version: what a later amigov writes may mean something else.</summary>
    /// <param name="known">The one that is read; a file that names none has it.</param>
    public void RequireVersion(string known)
    {
        const string Key = "format_version";
        if (Node[Key] is { } node && Text(node) is { } given && given != known)
            Report(
                ConfigDiagnostics.UnknownValue,
                node,
                $"the file has the format version `{given}`; this amigov reads {known}",
                "use the version of amigov that wrote it, or a later one"
            );
    }

    /// <summary>The value of an enum by its word.</summary>
    public T? Choice<T>(string key, EnumNames<T> words)
        where T : struct, Enum => words.Find(Choice(key, words.All));

    /// <summary>The elements of a list that is not longer than AWS allows; empty when the key is absent or wrong.</summary>
    public IReadOnlyList<JsonNode> List(string key, int minimum, int maximum = int.MaxValue)
    {
        if (Node[key] is not { } node)
            return [];
        if (node is not JsonArray array)
        {
            var fix = node is JsonString or JsonObject
                ? new TextFix("put it in brackets", node.Span, $"[{Tree.Source.GetText(node.Span)}]")
                : null;
            ReportWrongType(Tree, node, "an array", Bag, fix);
            return [];
        }
        if (array.Items.Count < minimum)
            Report(
                ConfigDiagnostics.ListLength,
                node,
                "the list is empty",
                "name at least one value or remove the key"
            );
        if (array.Items.Count > maximum)
            Report(
                ConfigDiagnostics.ListLength,
                node,
                $"the list has {array.Items.Count} values; AWS allows {maximum}"
            );
        return array.Items;
    }

    /// <summary>The distinct values of a list of strings, each read by <paramref name="read"/>.</summary>
    public ImmutableArray<T> Values<T>(string key, int minimum, int maximum, Func<JsonNode, T?> read)
        where T : class =>
        Distinct(
            List(key, minimum, maximum)
                .Select(node => (node, read(node)))
                .Where(v => v.Item2 is not null)
                .Select(v => (v.node, v.Item2!))
        );

    public ImmutableArray<AccountId> AccountIds(string key, int minimum) =>
        Distinct(
            List(key, minimum)
                .Select(node => (node, AccountId(node)))
                .Where(v => v.Item2 is not null)
                .Select(v => (v.node, v.Item2!.Value))
        );

    public ImmutableArray<T> Distinct<T>(IEnumerable<(JsonNode Node, T Value)> values)
        where T : notnull
    {
        var seen = new Dictionary<T, JsonNode>();
        var result = ImmutableArray.CreateBuilder<T>();
        foreach (var (node, value) in values)
        {
            if (seen.TryAdd(value, node))
                result.Add(value);
            else
                Bag.Report(
                    ConfigDiagnostics.NotUnique,
                    Tree.At(node),
                    $"`{value}` is given twice",
                    related: new RelatedLocation(Tree.At(seen[value]), "first given here")
                );
        }
        return result.ToImmutable();
    }

    /// <summary>The name of a Region, whether there is one of that name or not.</summary>
    public RegionName? Region(string key)
    {
        if (Text(key) is not { } text || Node[key] is not { } node)
            return null;
        if (RegionName.TryParse(text, out var region))
            return region;
        Report(ConfigDiagnostics.UnknownValue, node, $"`{text}` is no name of a Region");
        return null;
    }

    public AccountId? AccountId(string key) => Node[key] is { } node ? AccountId(node) : null;

    public AccountId? AccountId(JsonNode node) => AccountIdReader.Read(this, node);

    private void ReportUnknownKeys()
    {
        string[]? missing = null;
        foreach (var property in Node.Properties.Where(p => !keys.Contains(p.Name)))
        {
            if (Bag.CountsOnly(ConfigDiagnostics.UnknownKey, Tree.Source))
                continue;
            missing ??= [.. keys.Where(k => Node.Find(k) is null)];
            var meant = DidYouMean.Of(property.Name, missing);
            Bag.Report(
                ConfigDiagnostics.UnknownKey,
                Tree.AtName(property),
                $"unknown key `{property.Name}`",
                meant.Help ?? KnownKeys(),
                meant.Fix(property.NameSpan)
            );
        }
    }

    private string KnownKeys()
    {
        var known = $"known keys here: {string.Join(", ", keys.Select(k => $"`{k}`"))}";
        return keys.Contains("notes") ? $"{known}; free text goes into `notes`" : known;
    }

    internal void Report(
        DiagnosticDescriptor descriptor,
        JsonNode node,
        string message,
        string? help = null,
        TextFix? fix = null
    )
    {
        if (!Bag.CountsOnly(descriptor, Tree.Source))
            Bag.Report(descriptor, Tree.At(node), message, help, fix);
    }

    public static void ReportWrongType(
        JsonDocumentTree tree,
        JsonNode node,
        string expected,
        DiagnosticBag bag,
        TextFix? fix = null
    )
    {
        if (!bag.CountsOnly(ConfigDiagnostics.WrongType, tree.Source))
            bag.Report(
                ConfigDiagnostics.WrongType,
                tree.At(node),
                $"expected {expected}, found {node.Kind}",
                null,
                fix
            );
    }
}
