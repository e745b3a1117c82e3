using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Base.Json;

/// <summary>
/// Reads strict JSON (RFC 8259) into a located tree. Unlike most readers it does not stop at the first mistake: what a
/// person gets wrong by hand (missing or trailing comma, comment, single quotes, bare words) is reported and passed over.
/// </summary>
public sealed class JsonParser
{
    /// <summary>Deeper input is refused; neither our configuration nor any AWS policy comes near it.</summary>
    public const int MaxDepth = 64;

    /// <summary>In bytes. Offsets are 32-bit, and no configuration that fits AWS's quotas is a hundredth of it.</summary>
    public const int MaxBytes = 256 * 1024 * 1024;

    private const int LargeObject = 16;

    private readonly SourceText source;
    private readonly DiagnosticBag bag;
    private readonly JsonScanner scanner;
    private readonly JsonWordReader words;

    // Members of the objects and arrays that are open, innermost last: each is copied out once, at its exact size.
    private readonly List<JsonProperty> openProperties = [];
    private readonly List<JsonNode> openItems = [];
    private bool gaveUp;

    private JsonParser(SourceText source, DiagnosticBag bag)
    {
        this.source = source;
        this.bag = bag;
        scanner = new JsonScanner(source, bag);
        words = new JsonWordReader(source, scanner, bag);
    }

    /// <summary>For callers who do not report where the text is no JSON, or report it elsewhere.</summary>
    public static Reading<JsonDocumentTree> Read(SourceText source) => Reading.Of(bag => Parse(source, bag));

    /// <summary>Null when no value could be read to its end; every reason is in <paramref name="bag"/>.</summary>
    public static JsonDocumentTree? Parse(SourceText source, DiagnosticBag bag)
    {
        if (!JsonEncoding.Check(source, bag) || MergeConflict.Report(source, bag))
            return null;
        var parser = new JsonParser(source, bag);
        var root = parser.ParseRoot();
        return root is null || parser.gaveUp ? null : new JsonDocumentTree(source, root);
    }

    private JsonNode? ParseRoot()
    {
        if (source.HasByteOrderMark)
            scanner.At = 3;
        scanner.SkipTrivia();
        if (scanner.AtEnd)
        {
            bag.Report(JsonDiagnostics.Syntax, SourceLocation.OfFile(source), "the file is empty");
            return null;
        }
        var root = ParseValue(0);
        if (gaveUp)
            return null;
        scanner.SkipTrivia();
        if (!scanner.AtEnd)
            GiveUp(scanner.At, "there is more text after the end of the document");
        return root;
    }

    private JsonNode? ParseValue(int depth)
    {
        scanner.SkipTrivia();
        if (scanner.AtEnd)
            return GiveUp(scanner.At, "the file ends where a value is expected");
        var start = scanner.At;
        switch (scanner.Current)
        {
            case (byte)'{' or (byte)'[' when depth >= MaxDepth:
                gaveUp = true;
                bag.Report(
                    JsonDiagnostics.TooDeep,
                    scanner.Here(start, start + 1),
                    $"nested more than {MaxDepth} levels deep"
                );
                return null;
            case (byte)'{':
                return ParseObject(depth);
            case (byte)'[':
                return ParseArray(depth);
            case (byte)'"' or (byte)'\'':
                var text = scanner.ReadString(isName: false);
                return new JsonString(TextSpan.Between(start, scanner.At), text);
            case (byte)',' or (byte)'}' or (byte)']' or (byte)':':
                return GiveUp(start, $"expected a value, found `{(char)scanner.Current}`");
            default:
                return words.Read();
        }
    }

    private JsonObject? ParseObject(int depth)
    {
        var start = scanner.At++;
        var first = openProperties.Count;
        // Small objects, which are nearly all, are searched; only large ones pay for an index.
        Dictionary<string, TextSpan>? index = null;
        while (Next(start, (byte)'}', "object", openProperties.Count > first ? openProperties[^1].Value.Span.End : -1))
        {
            var nameStart = scanner.At;
            if (ReadName() is not { } name)
                return null;
            var nameSpan = TextSpan.Between(nameStart, scanner.At);
            if (!SkipColon(name))
                return null;
            if (ParseValue(depth + 1) is not { } value)
                return null;
            if (openProperties.Count - first == LargeObject)
                index = openProperties.Skip(first).ToDictionary(p => p.Name, p => p.NameSpan, StringComparer.Ordinal);
            if (FirstUse(name, first, index) is { } earlier)
                ReportDuplicate(name, nameSpan, earlier);
            else
            {
                openProperties.Add(new JsonProperty(name, nameSpan, value));
                index?.Add(name, nameSpan);
            }
        }
        if (gaveUp)
            return null;
        var properties = openProperties.GetRange(first, openProperties.Count - first).ToArray();
        openProperties.RemoveRange(first, properties.Length);
        return new JsonObject(TextSpan.Between(start, scanner.At), properties);
    }

    private void ReportDuplicate(string name, TextSpan nameSpan, TextSpan earlier) =>
        bag.Report(
            JsonDiagnostics.DuplicateKey,
            new SourceLocation(source, nameSpan),
            $"the key `{name}` is given twice",
            "keep one; readers disagree on which of the two they take",
            related: new RelatedLocation(new SourceLocation(source, earlier), "first given here")
        );

    private TextSpan? FirstUse(string name, int first, Dictionary<string, TextSpan>? index)
    {
        if (index is not null)
            return index.TryGetValue(name, out var span) ? span : null;
        for (var i = first; i < openProperties.Count; i++)
            if (openProperties[i].Name == name)
                return openProperties[i].NameSpan;
        return null;
    }

    private JsonArray? ParseArray(int depth)
    {
        var start = scanner.At++;
        var first = openItems.Count;
        while (Next(start, (byte)']', "array", openItems.Count > first ? openItems[^1].Span.End : -1))
        {
            if (ParseValue(depth + 1) is not { } value)
                return null;
            openItems.Add(value);
        }
        if (gaveUp)
            return null;
        var items = openItems.GetRange(first, openItems.Count - first).ToArray();
        openItems.RemoveRange(first, items.Length);
        return new JsonArray(TextSpan.Between(start, scanner.At), items);
    }

    /// <summary>
    /// Moves to the next member of an object or array; false at its end. <paramref name="previousEnd"/> is -1 before the first member.
    /// </summary>
    private bool Next(int start, byte close, string what, int previousEnd)
    {
        scanner.SkipTrivia();
        var comma = SkipCommas(previousEnd);
        if (scanner.AtEnd)
        {
            gaveUp = true;
            Report(
                start,
                start + 1,
                $"the {what} that starts here is never closed",
                $"add the missing `{(char)close}`"
            );
            return false;
        }
        if (scanner.Current == close)
        {
            scanner.At++;
            if (comma >= 0)
                ReportTrailingComma(comma, what);
            return false;
        }
        if (scanner.Current is (byte)'}' or (byte)']')
        {
            var line = source.GetPosition(start).Line;
            GiveUp(
                scanner.At,
                $"found `{(char)scanner.Current}`, but the {what} opened in line {line} closes with `{(char)close}`"
            );
            return false;
        }
        if (comma < 0 && previousEnd >= 0)
            Report(previousEnd, previousEnd, "a comma is missing here", null, Insert("add a comma", previousEnd, ","));
        return true;
    }

    /// <summary>Where the comma that parts two members is; -1 when there is none. Others are reported.</summary>
    private int SkipCommas(int previousEnd)
    {
        var comma = -1;
        while (!scanner.AtEnd && scanner.Current == (byte)',')
        {
            if (comma >= 0 || previousEnd < 0)
                Report(scanner.At, scanner.At + 1, "a comma too many", null, RemoveComma(scanner.At));
            else
                comma = scanner.At;
            scanner.At++;
            scanner.SkipTrivia();
        }
        return comma;
    }

    private void ReportTrailingComma(int comma, string what) =>
        bag.Report(
            JsonDiagnostics.TrailingComma,
            scanner.Here(comma, comma + 1),
            $"comma after the last member of the {what}",
            null,
            RemoveComma(comma)
        );

    private static TextFix RemoveComma(int at) => new("remove the comma", new TextSpan(at, 1), "");

    private static TextFix Insert(string title, int at, string text) => new(title, new TextSpan(at, 0), text);

    private string? ReadName()
    {
        if (scanner.Current is (byte)'"' or (byte)'\'')
            return scanner.ReadString(isName: true);
        var span = scanner.ReadWord();
        if (span.Length == 0)
        {
            GiveUp(scanner.At, "expected a key in double quotes");
            return null;
        }
        var name = source.GetText(span);
        Report(
            span.Start,
            span.End,
            $"the key `{name}` needs double quotes",
            null,
            new TextFix("add the quotes", span, JsonScanner.Quote(name))
        );
        return name;
    }

    private bool SkipColon(string name)
    {
        var end = scanner.At;
        scanner.SkipTrivia();
        if (!scanner.AtEnd && scanner.Current is (byte)':' or (byte)'=')
        {
            if (scanner.Current == (byte)'=')
                Report(
                    scanner.At,
                    scanner.At + 1,
                    "expected `:`, found `=`",
                    null,
                    new TextFix("write `:`", new TextSpan(scanner.At, 1), ":")
                );
            scanner.At++;
            return true;
        }
        if (scanner.AtEnd || scanner.Current is (byte)',' or (byte)'}' or (byte)']')
        {
            GiveUp(end, $"the key `{name}` has no value");
            return false;
        }
        Report(end, end, $"a `:` is missing after the key `{name}`", null, Insert("add `:`", end, ":"));
        return true;
    }

    private JsonNode? GiveUp(int at, string message)
    {
        gaveUp = true;
        Report(at, Math.Min(at + 1, scanner.Bytes.Length), message);
        return null;
    }

    private void Report(int start, int end, string message, string? help = null, TextFix? fix = null) =>
        bag.Report(JsonDiagnostics.Syntax, scanner.Here(start, end), message, help, fix);
}
