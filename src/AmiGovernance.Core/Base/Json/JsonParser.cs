using System.Buffers;
using System.Text;
using System.Text.Unicode;
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

    // Members of the objects and arrays that are open, innermost last: each is copied out once, at its exact size.
    private readonly List<JsonProperty> openProperties = [];
    private readonly List<JsonNode> openItems = [];
    private bool gaveUp;

    private JsonParser(SourceText source, DiagnosticBag bag)
    {
        this.source = source;
        this.bag = bag;
        scanner = new JsonScanner(source, bag);
    }

    /// <summary>Null when no value could be read to its end; every reason is in <paramref name="bag"/>.</summary>
    public static JsonDocumentTree? Parse(SourceText source, DiagnosticBag bag)
    {
        if (!CheckEncoding(source, bag) || MergeConflict.Report(source, bag))
            return null;
        var parser = new JsonParser(source, bag);
        var root = parser.ParseRoot();
        return root is null || parser.gaveUp ? null : new JsonDocumentTree(source, root);
    }

    private static bool CheckEncoding(SourceText source, DiagnosticBag bag)
    {
        var bytes = source.Bytes.Span;
        if (bytes.Length > MaxBytes)
        {
            bag.Report(
                JsonDiagnostics.TooLarge,
                SourceLocation.OfFile(source),
                $"the file has {bytes.Length} bytes; the limit is {MaxBytes}"
            );
            return false;
        }
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            bag.Report(
                JsonDiagnostics.NotUtf8,
                SourceLocation.OfFile(source),
                "the file is UTF-16",
                "save it as UTF-8 without byte order mark"
            );
            return false;
        }
        if (source.HasByteOrderMark)
        {
            bag.Report(
                JsonDiagnostics.ByteOrderMark,
                new SourceLocation(source, new TextSpan(0, 3)),
                "the file starts with a UTF-8 byte order mark",
                "`jq` and the AWS CLI may refuse it; save the file as UTF-8 without byte order mark",
                new TextFix("remove the byte order mark", new TextSpan(0, 3), "")
            );
        }
        if (Utf8.IsValid(bytes))
            return true;
        var bad = FirstInvalidUtf8(bytes);
        bag.Report(
            JsonDiagnostics.NotUtf8,
            new SourceLocation(source, new TextSpan(bad, 1)),
            $"byte 0x{bytes[bad]:X2} is not valid UTF-8",
            "save the file as UTF-8; it may be in a legacy encoding such as Windows-1252"
        );
        return false;
    }

    private static int FirstInvalidUtf8(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == OperationStatus.Done)
            at += length;
        return at;
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
                return ParseWord();
        }
    }

    private JsonNode ParseWord()
    {
        var span = scanner.ReadWord();
        if (span.Length == 0)
            span = TextSpan.Between(span.Start, ++scanner.At);
        var word = scanner.Bytes.Slice(span.Start, span.Length);
        if (word.SequenceEqual("true"u8))
            return new JsonBoolean(span, true);
        if (word.SequenceEqual("false"u8))
            return new JsonBoolean(span, false);
        if (word.SequenceEqual("null"u8))
            return new JsonNull(span);
        var text = source.GetText(span);
        var location = new SourceLocation(source, span);
        if (word[0] is (byte)'-' or (>= (byte)'0' and <= (byte)'9') && IsDigitsAndSigns(word))
        {
            // A number with leading zeros stays a number here: the reader knows whether an account id was meant.
            if (!IsJsonNumber(word) && !IsAllDigits(word))
                bag.Report(JsonDiagnostics.Syntax, location, $"`{text}` is not a number");
            else if (word.Length > 1 && word[0] == (byte)'0' && IsAllDigits(word))
                bag.Report(
                    JsonDiagnostics.Syntax,
                    location,
                    $"`{text}`: a number cannot start with 0",
                    "account ids are strings: put them in double quotes",
                    new TextFix("put it in double quotes", span, $"\"{text}\"")
                );
            return new JsonNumber(span, text);
        }
        var literal = text.ToLowerInvariant() switch
        {
            "true" => "true",
            "false" => "false",
            "none" or "null" or "undefined" or "nil" => "null",
            _ => null,
        };
        var replacement = literal ?? JsonScanner.Quote(text);
        bag.Report(
            JsonDiagnostics.Syntax,
            location,
            $"`{text}` is not a JSON value",
            $"did you mean `{replacement}`?",
            literal is null
                ? TextFix.Guess($"write `{replacement}`", span, replacement)
                : new TextFix($"write `{replacement}`", span, replacement)
        );
        return literal switch
        {
            "true" or "false" => new JsonBoolean(span, literal == "true"),
            "null" => new JsonNull(span),
            _ => new JsonString(span, text),
        };
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
                bag.Report(
                    JsonDiagnostics.DuplicateKey,
                    new SourceLocation(source, nameSpan),
                    $"the key `{name}` is given twice",
                    "keep one; readers disagree on which of the two they take",
                    null,
                    null,
                    new RelatedLocation(new SourceLocation(source, earlier), "first given here")
                );
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
        var comma = -1;
        while (!scanner.AtEnd && scanner.Current == (byte)',')
        {
            if (comma >= 0 || previousEnd < 0)
                bag.Report(
                    JsonDiagnostics.Syntax,
                    scanner.Here(scanner.At, scanner.At + 1),
                    "a comma too many",
                    null,
                    new TextFix("remove the comma", new TextSpan(scanner.At, 1), "")
                );
            else
                comma = scanner.At;
            scanner.At++;
            scanner.SkipTrivia();
        }
        if (scanner.AtEnd)
        {
            gaveUp = true;
            bag.Report(
                JsonDiagnostics.Syntax,
                scanner.Here(start, start + 1),
                $"the {what} that starts here is never closed",
                $"add the missing `{(char)close}`"
            );
            return false;
        }
        if (scanner.Current == close)
        {
            scanner.At++;
            if (comma >= 0)
                bag.Report(
                    JsonDiagnostics.TrailingComma,
                    scanner.Here(comma, comma + 1),
                    $"comma after the last member of the {what}",
                    null,
                    new TextFix("remove the comma", new TextSpan(comma, 1), "")
                );
            return false;
        }
        if (scanner.Current is (byte)'}' or (byte)']')
        {
            GiveUp(
                scanner.At,
                $"found `{(char)scanner.Current}`, but the {what} opened in line {source.GetPosition(start).Line} closes with `{(char)close}`"
            );
            return false;
        }
        if (comma < 0 && previousEnd >= 0)
            bag.Report(
                JsonDiagnostics.Syntax,
                scanner.Here(previousEnd, previousEnd),
                "a comma is missing here",
                null,
                new TextFix("add a comma", new TextSpan(previousEnd, 0), ",")
            );
        return true;
    }

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
        bag.Report(
            JsonDiagnostics.Syntax,
            new SourceLocation(source, span),
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
                bag.Report(
                    JsonDiagnostics.Syntax,
                    scanner.Here(scanner.At, scanner.At + 1),
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
        bag.Report(
            JsonDiagnostics.Syntax,
            scanner.Here(end, end),
            $"a `:` is missing after the key `{name}`",
            null,
            new TextFix("add `:`", new TextSpan(end, 0), ":")
        );
        return true;
    }

    private JsonNode? GiveUp(int at, string message)
    {
        gaveUp = true;
        bag.Report(JsonDiagnostics.Syntax, scanner.Here(at, Math.Min(at + 1, scanner.Bytes.Length)), message);
        return null;
    }

    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789+-.eE"u8);

    private static bool IsDigitsAndSigns(ReadOnlySpan<byte> word) => word.IndexOfAnyExcept(NumberBytes) < 0;

    private static bool IsAllDigits(ReadOnlySpan<byte> word) => word.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    private static bool IsJsonNumber(ReadOnlySpan<byte> word)
    {
        var reader = new System.Text.Json.Utf8JsonReader(word);
        try
        {
            return reader.Read()
                && reader.TokenType == System.Text.Json.JsonTokenType.Number
                && reader.BytesConsumed == word.Length;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
