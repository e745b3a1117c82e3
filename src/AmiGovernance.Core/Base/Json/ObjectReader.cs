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
        if (Node.Find(key) is null)
            Bag.Report(
                ConfigDiagnostics.MissingKey,
                Tree.At(Node),
                $"the key `{key}` is missing",
                $"add `{key}` here; `amigov schema` describes it"
            );
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
            Bag.Report(
                ConfigDiagnostics.InvalidText,
                Tree.At(node),
                "the text is empty",
                "fill it in or remove the key"
            );
        else if (text.Value.Length > maxLength)
            Bag.Report(
                ConfigDiagnostics.InvalidText,
                Tree.At(node),
                $"the text has {text.Value.Length} characters; the limit is {maxLength}"
            );
        else
            return text.Value;
        return null;
    }

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
        Bag.Report(
            ConfigDiagnostics.OutOfRange,
            Tree.At(node),
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
        var (help, fix) = DateAdvice(node, text.Value);
        Bag.Report(
            ConfigDiagnostics.Date,
            Tree.At(node),
            $"`{text.Value}` is not a date of the form YYYY-MM-DD",
            help,
            fix
        );
        return null;
    }

    private static (string? Help, TextFix? Fix) DateAdvice(JsonNode node, string text)
    {
        if (IsoDate.TryParse(text.Trim(), out _) || (text.Length > 10 && IsoDate.TryParse(text[..10], out _)))
        {
            var date = text.Trim()[..10];
            return (
                "a date has no time and no white space around it",
                new TextFix($"write {date}", node.Span, $"\"{date}\"")
            );
        }
        if (
            DateOnly.TryParseExact(
                text,
                ["yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyyMMdd"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var other
            )
        )
            return (
                "months and days have two digits, separated by hyphens",
                new TextFix($"write {other.Text()}", node.Span, $"\"{other.Text()}\"")
            );
        return text.Length == 10 && text[4] == '-' && text[7] == '-'
            ? ("the calendar has no such day", null)
            : (null, null);
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
            Bag.Report(
                ConfigDiagnostics.Date,
                Tree.At(node),
                $"`{text.Value}` is not a time of the form YYYY-MM-DDTHH:MM:SSZ"
            );
        return null;
    }

    public string? Email(string key) => Node[key] is { } node ? Email(node) : null;

    public string? Email(JsonNode node)
    {
        if (Text(node) is not { } text)
            return null;
        if (MailAddress.IsValid(text))
            return text;
        Bag.Report(
            ConfigDiagnostics.InvalidText,
            Tree.At(node),
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
        var nearest = Suggestion.For(text, choices);
        Bag.Report(
            ConfigDiagnostics.UnknownValue,
            Tree.At(node),
            $"`{text}` is not known here; allowed: {string.Join(", ", choices.Select(c => $"`{c}`"))}",
            nearest is null ? null : $"did you mean `{nearest}`?",
            nearest is null ? null : TextFix.Guess($"write `{nearest}`", node.Span, $"\"{nearest}\"")
        );
        return null;
    }

    /// <summary>The elements of a list that is not longer than AWS allows; empty when the key is absent or wrong.</summary>
    public IReadOnlyList<JsonNode> List(string key, int minimum, int maximum = int.MaxValue)
    {
        if (Node[key] is not { } node)
            return [];
        if (node is not JsonArray array)
        {
            ReportWrongType(
                Tree,
                node,
                "an array",
                Bag,
                node is JsonString or JsonObject
                    ? new TextFix("put it in brackets", node.Span, $"[{Tree.Source.GetText(node.Span)}]")
                    : null
            );
            return [];
        }
        if (array.Items.Count < minimum)
            Bag.Report(
                ConfigDiagnostics.ListLength,
                Tree.At(node),
                "the list is empty",
                "name at least one value or remove the key"
            );
        if (array.Items.Count > maximum)
            Bag.Report(
                ConfigDiagnostics.ListLength,
                Tree.At(node),
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
                    null,
                    null,
                    null,
                    new RelatedLocation(Tree.At(seen[value]), "first given here")
                );
        }
        return result.ToImmutable();
    }

    public AccountId? AccountId(string key) => Node[key] is { } node ? AccountId(node) : null;

    public AccountId? AccountId(JsonNode node)
    {
        var written = node switch
        {
            JsonString s => s.Value,
            JsonNumber n => n.Text,
            _ => null,
        };
        if (written is null)
        {
            ReportWrongType(Tree, node, "a string of 12 digits", Bag);
            return null;
        }
        if (node is JsonString && AmiGovernance.Core.Base.Identifiers.AccountId.TryParse(written, out var id))
            return id;
        var digits = new string([.. written.Where(char.IsAsciiDigit)]);
        var separatorsOnly = written.All(c => char.IsAsciiDigit(c) || c is ' ' or '-');
        if (node is JsonNumber && digits == written && digits.Length <= 12)
        {
            var padded = digits.PadLeft(12, '0');
            Bag.Report(
                ConfigDiagnostics.AccountId,
                Tree.At(node),
                $"the account id `{written}` is a number; it must be a string of 12 digits",
                digits.Length < 12
                    ? "numbers lose leading zeros: check that this is the account you mean"
                    : "put it in double quotes",
                new TextFix($"write \"{padded}\"", node.Span, $"\"{padded}\"") { IsSafe = digits.Length == 12 }
            );
        }
        else if (node is JsonString && separatorsOnly && digits.Length == 12)
        {
            Bag.Report(
                ConfigDiagnostics.AccountId,
                Tree.At(node),
                $"`{written}` is not an account id",
                "write the 12 digits without spaces or hyphens",
                new TextFix($"write \"{digits}\"", node.Span, $"\"{digits}\"")
            );
        }
        else if (node is JsonString && digits == written && digits.Length is > 0 and < 12)
        {
            Bag.Report(
                ConfigDiagnostics.AccountId,
                Tree.At(node),
                $"`{written}` has {digits.Length} digits; an account id has 12",
                "a spreadsheet or a number field may have dropped leading zeros: check that this is the account you mean",
                TextFix.Guess($"write \"{digits.PadLeft(12, '0')}\"", node.Span, $"\"{digits.PadLeft(12, '0')}\"")
            );
        }
        else
        {
            Bag.Report(
                ConfigDiagnostics.AccountId,
                Tree.At(node),
                $"`{written}` is not an account id: 12 digits are needed"
            );
        }
        return null;
    }

    private void ReportUnknownKeys()
    {
        foreach (var property in Node.Properties)
        {
            if (keys.Contains(property.Name))
                continue;
            var nearest = Suggestion.For(property.Name, keys.Where(k => Node.Find(k) is null));
            Bag.Report(
                ConfigDiagnostics.UnknownKey,
                Tree.AtName(property),
                $"unknown key `{property.Name}`",
                nearest is not null
                    ? $"did you mean `{nearest}`?"
                    : $"known keys here: {string.Join(", ", keys.Select(k => $"`{k}`"))}{(keys.Contains("notes") ? "; free text goes into `notes`" : "")}",
                nearest is not null ? TextFix.Guess($"write `{nearest}`", property.NameSpan, $"\"{nearest}\"") : null
            );
        }
    }

    public static void ReportWrongType(
        JsonDocumentTree tree,
        JsonNode node,
        string expected,
        DiagnosticBag bag,
        TextFix? fix = null
    ) => bag.Report(ConfigDiagnostics.WrongType, tree.At(node), $"expected {expected}, found {node.Kind}", null, fix);
}
