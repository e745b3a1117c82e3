using System.Globalization;

namespace AmiGovernance.Core.Features.Images.Naming;

public enum NamePartKind
{
    /// <summary>Text that stands as it is, such as the `-` between two placeholders.</summary>
    Literal,

    /// <summary>One or more words with `-` between them.</summary>
    Words,

    /// <summary>The same, the first begins with a letter: so an operating system is told from its version.</summary>
    WordsFromLetter,

    /// <summary>Such as `2023`, `24.04`, `v2.1`, `2023.9.20251208.0`.</summary>
    Version,

    /// <summary>A day as YYYYMMDD.</summary>
    Date,
}

/// <summary>A piece of the naming pattern.</summary>
/// <param name="Text">The literal, or the placeholder's name without braces.</param>
public readonly record struct NamePart(NamePartKind Kind, string Text)
{
    public static NamePart Placeholder(string name) =>
        new(
            name switch
            {
                "date" => NamePartKind.Date,
                "version" => NamePartKind.Version,
                "os" or "purpose" => NamePartKind.WordsFromLetter,
                _ => NamePartKind.Words,
            },
            name
        );

    /// <summary>As it stands in the pattern.</summary>
    public string Shown => Kind == NamePartKind.Literal ? Text : $"{{{Text}}}";

    /// <summary>What the text of a placeholder must be, for people.</summary>
    public string Rule =>
        Kind switch
        {
            NamePartKind.Date => "a date as YYYYMMDD, such as 20260103",
            NamePartKind.Version =>
                "a version of digits, letters and `.` that begins with a digit, such as 2023 or 24.04",
            NamePartKind.WordsFromLetter =>
                "words of lower-case letters and digits with `-` between them, the first beginning with a letter",
            _ => "words of lower-case letters and digits with `-` between them",
        };

    public bool Accepts(ReadOnlySpan<char> text) =>
        Kind switch
        {
            NamePartKind.Literal => text.SequenceEqual(Text),
            NamePartKind.Date => IsDate(text),
            NamePartKind.Version => IsVersion(text),
            _ => IsWords(text, Kind == NamePartKind.WordsFromLetter),
        };

    /// <summary>The same said in the right form; null when that takes more than letters, case and separators.</summary>
    public string? Mend(string text)
    {
        var mended = Kind switch
        {
            NamePartKind.Literal => Text,
            NamePartKind.Date => MendDate(text),
            NamePartKind.Version => text.ToLowerInvariant().Replace('_', '.').Replace('-', '.').Trim('.'),
            _ => string.Join(
                '-',
                text.ToLowerInvariant()
                    .Split(
                        [.. text.ToLowerInvariant().Where(c => !IsWordCharacter(c)).Distinct()],
                        StringSplitOptions.RemoveEmptyEntries
                    )
            ),
        };
        return mended is not null && Accepts(mended) ? mended : null;
    }

    private static bool IsWordCharacter(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);

    private static bool IsWords(ReadOnlySpan<char> text, bool fromLetter)
    {
        if (text.IsEmpty || (fromLetter && !char.IsAsciiLetterLower(text[0])))
            return false;
        var inWord = false;
        foreach (var c in text)
        {
            if (c == '-' ? !inWord : !IsWordCharacter(c))
                return false;
            inWord = c != '-';
        }
        return inWord;
    }

    private static bool IsVersion(ReadOnlySpan<char> text)
    {
        if (text.Length > 1 && text[0] == 'v')
            text = text[1..];
        if (text.IsEmpty || !char.IsAsciiDigit(text[0]))
            return false;
        var inStep = false;
        foreach (var c in text)
        {
            if (c == '.' ? !inStep : !IsWordCharacter(c))
                return false;
            inStep = c != '.';
        }
        return inStep;
    }

    private static bool IsDate(ReadOnlySpan<char> text) =>
        text.Length == 8
        && DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>Other orders and separators, a time behind the day, two digits for the year.</summary>
    private static string? MendDate(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        foreach (
            var (length, format) in new[]
            {
                (8, "yyyyMMdd"),
                (8, "ddMMyyyy"),
                (6, "yyMMdd"),
                (14, "yyyyMMddHHmmss"),
                (12, "yyyyMMddHHmm"),
            }
        )
            if (
                digits.Length == length
                && DateTime.TryParseExact(
                    digits,
                    format,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out var day
                )
                && day.Year is > 1999 and < 2100
            )
                return day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        return null;
    }
}
