using System.Buffers;
using System.Text.Json;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Base.Json;

/// <summary>Reads what stands without quotes: numbers, literals, and words that a person meant as one or as a string.</summary>
internal sealed class JsonWordReader(SourceText source, JsonScanner scanner, DiagnosticBag bag)
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789+-.eE");

    public JsonNode Read()
    {
        var span = scanner.ReadWord();
        if (span.Length == 0)
            span = TextSpan.Between(span.Start, ++scanner.At);
        var text = source.GetText(span);
        if (Literal(text, span) is { } literal)
            return literal;
        return LooksLikeNumber(text) ? Number(text, span) : Misspelt(text, span);
    }

    private static JsonNode? Literal(string text, TextSpan span) =>
        text switch
        {
            "true" => new JsonBoolean(span, true),
            "false" => new JsonBoolean(span, false),
            "null" => new JsonNull(span),
            _ => null,
        };

    private static bool LooksLikeNumber(string text) =>
        text[0] is '-' or (>= '0' and <= '9') && !text.AsSpan().ContainsAnyExcept(NumberCharacters);

    /// <summary>
    /// A number with leading zeros is reported and stays a number: whoever reads it knows whether an account id was meant.
    /// </summary>
    private JsonNumber Number(string text, TextSpan span)
    {
        var isNumber = IsJsonNumber(source.Bytes.Span.Slice(span.Start, span.Length));
        if (!isNumber && text.AsSpan().ContainsAnyExceptInRange('0', '9'))
            Report(span, $"`{text}` is not a number");
        else if (!isNumber)
            Report(
                span,
                $"`{text}`: a number cannot start with 0",
                "account ids are strings: put them in double quotes",
                new TextFix("put it in double quotes", span, $"\"{text}\"")
            );
        return new JsonNumber(span, text) { IsNumber = isNumber };
    }

    private static bool IsJsonNumber(ReadOnlySpan<byte> word)
    {
        var reader = new Utf8JsonReader(word);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.Number && reader.BytesConsumed == word.Length;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private JsonNode Misspelt(string text, TextSpan span)
    {
        var literal = LiteralMeantBy(text);
        var replacement = literal ?? JsonScanner.Quote(text);
        Report(
            span,
            $"`{text}` is not a JSON value",
            $"did you mean `{replacement}`?",
            new TextFix($"write `{replacement}`", span, replacement) { IsSafe = literal is not null }
        );
        return Literal(literal ?? "", span) ?? new JsonString(span, text);
    }

    private static string? LiteralMeantBy(string text) =>
        text.ToLowerInvariant() switch
        {
            "true" => "true",
            "false" => "false",
            "none" or "null" or "undefined" or "nil" => "null",
            _ => null,
        };

    private void Report(TextSpan span, string message, string? help = null, TextFix? fix = null) =>
        bag.Report(JsonDiagnostics.Syntax, new SourceLocation(source, span), message, help, fix);
}
