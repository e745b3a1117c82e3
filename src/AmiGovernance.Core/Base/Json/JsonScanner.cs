using System.Buffers;
using System.Globalization;
using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Base.Json;

/// <summary>Reads white space, comments, strings, numbers and words; reports what JSON does not allow and goes on.</summary>
internal sealed class JsonScanner(SourceText source, DiagnosticBag bag)
{
    // Everything that ends a plain run inside a string: quote, escape and control characters.
    private static readonly SearchValues<byte> StringStops = SearchValues.Create([
        (byte)'"',
        (byte)'\\',
        .. Enumerable.Range(0, 0x20).Select(i => (byte)i),
    ]);

    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\n\r"u8);

    // Punctuation, quotes, white space and control characters.
    private static readonly SearchValues<byte> WordStops = SearchValues.Create([
        .. ",:{}[]\"'"u8,
        .. Enumerable.Range(0, 0x21).Select(i => (byte)i),
    ]);

    // What stands after a backslash, and what it means.
    private const string EscapeNames = "\"\\/bfnrt";
    private const string EscapedCharacters = "\"\\/\b\f\n\r\t";

    private readonly string?[] names = new string?[256];

    public int At { get; set; }

    public ReadOnlySpan<byte> Bytes => source.Bytes.Span;

    public bool AtEnd => At >= Bytes.Length;

    public byte Current => Bytes[At];

    public SourceLocation Here(int start, int end) => new(source, TextSpan.Between(start, end));

    public void SkipTrivia()
    {
        do SkipTo(Bytes[At..].IndexOfAnyExcept(WhiteSpace));
        while (!AtEnd && TrySkipComment());
    }

    /// <param name="distance">Negative for the end of the text.</param>
    private void SkipTo(int distance) => At = distance < 0 ? Bytes.Length : At + distance;

    private bool TrySkipComment()
    {
        var start = At;
        var rest = Bytes[At..];
        if (rest.StartsWith("/*"u8))
        {
            var close = rest[2..].IndexOf("*/"u8);
            SkipTo(close < 0 ? -1 : close + 4);
        }
        else if (rest[0] == (byte)'#' || rest.StartsWith("//"u8))
            SkipTo(rest.IndexOfAny((byte)'\n', (byte)'\r'));
        else
            return false;
        bag.Report(
            JsonDiagnostics.Comment,
            Here(start, At),
            "JSON has no comments",
            "AWS, `jq` and other readers refuse the file; put the text into a `notes` field",
            TextFix.Guess("remove the comment", TextSpan.Between(start, At), "")
        );
        return true;
    }

    /// <summary>Reads a string whose opening quote is at <see cref="At"/>; always ends on the same line.</summary>
    public string ReadString(bool isName)
    {
        var start = At;
        var quote = Current;
        At++;
        StringBuilder? decoded = null;
        while (true)
        {
            var rest = Bytes[At..];
            var run =
                quote == (byte)'"' ? rest.IndexOfAny(StringStops) : rest.IndexOfAny((byte)'\'', (byte)'\\', (byte)'\n');
            if (run < 0 || rest[run] is (byte)'\n' or (byte)'\r')
                return Unterminated(start, decoded, run < 0 ? rest.Length : run);
            if (rest[run] == quote)
            {
                var text = decoded is null ? Plain(rest[..run], isName) : Append(decoded, rest[..run]).ToString();
                At += run + 1;
                if (quote == (byte)'\'')
                    ReportSingleQuotes(start, text);
                return text;
            }
            decoded = Append(decoded ?? new StringBuilder(), rest[..run]);
            At += run;
            if (Current == (byte)'\\')
                ReadEscape(decoded);
            else
                ReadControlCharacter(decoded);
        }
    }

    private string Plain(ReadOnlySpan<byte> bytes, bool isName)
    {
        if (!isName || bytes.Length is 0 or > 64)
            return Encoding.UTF8.GetString(bytes);
        // The same few names come again and again: one string for each instead of one for every object.
        ref var slot = ref names[(bytes.Length * 31 + bytes[0] * 7 + bytes[^1]) & 0xFF];
        if (slot is not null && slot.Length == bytes.Length && Ascii.Equals(bytes, slot))
            return slot;
        return slot = Encoding.UTF8.GetString(bytes);
    }

    private static StringBuilder Append(StringBuilder builder, ReadOnlySpan<byte> bytes) =>
        builder.Append(Encoding.UTF8.GetString(bytes));

    private string Unterminated(int start, StringBuilder? decoded, int length)
    {
        var end = At + length;
        var text = Append(decoded ?? new StringBuilder(), Bytes[At..end]).ToString();
        At = end;
        bag.Report(
            JsonDiagnostics.Syntax,
            Here(start, end),
            "the string is not closed on its line",
            "add the missing `\"`; a line break inside a string is written `\\n`"
        );
        return text;
    }

    private void ReportSingleQuotes(int start, string text) =>
        bag.Report(
            JsonDiagnostics.Syntax,
            Here(start, At),
            "strings are written in double quotes",
            null,
            new TextFix("use double quotes", TextSpan.Between(start, At), Quote(text))
        );

    private void ReadControlCharacter(StringBuilder decoded)
    {
        bag.Report(
            JsonDiagnostics.Syntax,
            Here(At, At + 1),
            $"control character U+{Current:X4} inside a string",
            $"write it as `\\u{Current:x4}`",
            new TextFix(
                "escape it",
                new TextSpan(At, 1),
                string.Create(CultureInfo.InvariantCulture, $"\\u{Current:x4}")
            )
        );
        decoded.Append((char)Current);
        At++;
    }

    private void ReadEscape(StringBuilder decoded)
    {
        var start = At;
        At++;
        if (AtEnd)
            return;
        if (EscapeNames.IndexOf((char)Current) is >= 0 and var escape)
        {
            At++;
            decoded.Append(EscapedCharacters[escape]);
            return;
        }
        if (TryReadUnicode(decoded))
            return;
        if (At == start + 1)
            SkipCharacter();
        decoded.Append('\uFFFD');
        bag.Report(
            JsonDiagnostics.Syntax,
            Here(start, At),
            "not an escape sequence that JSON knows",
            "allowed are `\\\"`, `\\\\`, `\\/`, `\\b`, `\\f`, `\\n`, `\\r`, `\\t` and `\\uXXXX`; a backslash itself is `\\\\`"
        );
    }

    /// <summary>A line break ends the string and is left for it.</summary>
    private void SkipCharacter()
    {
        if (Current is (byte)'\n' or (byte)'\r')
            return;
        var isCharacter = Rune.DecodeFromUtf8(Bytes[At..], out _, out var length) == OperationStatus.Done;
        At += isCharacter ? length : 1;
    }

    /// <summary>One escape, or the two of a surrogate pair. What was read before it failed is passed over.</summary>
    private bool TryReadUnicode(StringBuilder decoded)
    {
        if (!TryReadUnicodeEscape(out var unit) || char.IsLowSurrogate(unit))
            return false;
        if (!char.IsHighSurrogate(unit))
        {
            decoded.Append(unit);
            return true;
        }
        if (AtEnd || Current != (byte)'\\')
            return false;
        At++;
        if (!TryReadUnicodeEscape(out var low) || !char.IsLowSurrogate(low))
            return false;
        decoded.Append(unit).Append(low);
        return true;
    }

    private bool TryReadUnicodeEscape(out char unit)
    {
        unit = '\0';
        if (At + 5 > Bytes.Length || Current != (byte)'u')
            return false;
        if (
            !ushort.TryParse(
                Bytes.Slice(At + 1, 4),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out var value
            )
        )
            return false;
        At += 5;
        unit = (char)value;
        return true;
    }

    /// <summary>Reads a number or bare word: everything up to white space or punctuation.</summary>
    public TextSpan ReadWord()
    {
        var start = At;
        SkipTo(Bytes[At..].IndexOfAny(WordStops));
        return TextSpan.Between(start, At);
    }

    /// <summary>The text as a JSON string with its quotes.</summary>
    public static string Quote(string text) =>
        '"' + System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text) + '"';
}
