using System.Globalization;
using System.Text;

namespace AmiGovernance.Core.Base.Text;

/// <summary>
/// Makes text from outside harmless to show: control characters (terminal escapes), line breaks and invisible or
/// direction-changing characters are written as `\u{…}`; everything else stays as it is.
/// </summary>
public static class Sanitize
{
    public static string Text(string text)
    {
        // Nearly all text is plain ASCII.
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
            return text;
        var first = FirstUnsafe(text);
        if (first < 0)
            return text;
        var result = new StringBuilder(text.Length + 16);
        result.Append(text, 0, first);
        foreach (var rune in text.AsSpan(first).EnumerateRunes())
        {
            if (IsUnsafe(rune))
                result.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}");
            else
                result.Append(rune.ToString());
        }
        return result.ToString();
    }

    private static int FirstUnsafe(string text)
    {
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsUnsafe(rune))
                return at;
            at += rune.Utf16SequenceLength;
        }
        return -1;
    }

    private static bool IsUnsafe(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned;
}
