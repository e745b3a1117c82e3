using System.Buffers;
using System.Globalization;
using System.Text;

namespace AmiGovernance.Core.Base.Text;

/// <summary>
/// Makes text from outside harmless to show: control characters (terminal escapes), line breaks, invisible or direction-changing
/// characters and halves of surrogate pairs are written as `\u{…}`; everything else stays as it is.
/// </summary>
public static class Sanitize
{
    public static string Text(string text)
    {
        // Nearly all text is plain ASCII.
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
            return text;
        var result = new StringBuilder(text.Length + 16);
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var isWhole = Rune.DecodeFromUtf16(rest, out var rune, out var length) == OperationStatus.Done;
            var code = isWhole ? rune.Value : rest[0];
            if (!isWhole || IsUnsafe(rune))
                result.Append(CultureInfo.InvariantCulture, $"\\u{{{code:X}}}");
            else
                result.Append(rest[..length]);
            rest = rest[length..];
        }
        return result.ToString();
    }

    /// <summary>Whether nothing of it is seen: it is empty, or of spaces and characters that show nothing.</summary>
    public static bool ShowsNothing(string text) => text.EnumerateRunes().All(r => Rune.IsWhiteSpace(r) || IsUnsafe(r));

    /// <summary>Whether a terminal or a reader would take it for something else than a character that is seen.</summary>
    public static bool IsUnsafe(Rune rune) =>
        IsBlank(rune.Value)
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned;

    /// <summary>
    /// Letters and marks that show nothing (Unicode, DerivedCoreProperties.txt, Default_Ignorable_Code_Point), and the empty pattern of
    /// Braille. Variation selector 16 stays: it belongs to emoji.
    /// </summary>
    private static bool IsBlank(int code) =>
        code
            is 0x034F
                or 0x115F
                or 0x1160
                or 0x17B4
                or 0x17B5
                or (>= 0x180B and <= 0x180F)
                or 0x2800
                or 0x3164
                or (>= 0xFE00 and <= 0xFE0E)
                or 0xFFA0
                or (>= 0xE0100 and <= 0xE01EF);
}
