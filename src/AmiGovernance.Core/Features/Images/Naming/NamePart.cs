using System.Globalization;

namespace AmiGovernance.Core.Features.Images.Naming;

/// <summary>A piece of the naming pattern.</summary>
/// <param name="Text">The literal, or the placeholder's name without braces.</param>
internal readonly record struct NamePart(NamePartKind Kind, string Text)
{
    /// <summary>Of several that fit the first is taken.</summary>
    private static readonly string[] DateFormats = ["yyyyMMdd", "ddMMyyyy", "yyMMdd", "yyyyMMddHHmmss", "yyyyMMddHHmm"];

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
            _ => MendWords(text.ToLowerInvariant()),
        };
        return mended is not null && Accepts(mended) ? mended : null;
    }

    private static bool IsWordCharacter(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);

    private static bool IsWords(ReadOnlySpan<char> text, bool fromLetter) =>
        IsSeparated(text, '-') && (!fromLetter || char.IsAsciiLetterLower(text[0]));

    private static bool IsVersion(ReadOnlySpan<char> text)
    {
        var digits = text.Length > 1 && text[0] == 'v' ? text[1..] : text;
        return IsSeparated(digits, '.') && char.IsAsciiDigit(digits[0]);
    }

    /// <summary>One or more words of lower-case letters and digits with one separator between them.</summary>
    private static bool IsSeparated(ReadOnlySpan<char> text, char separator)
    {
        foreach (var word in text.Split(separator))
            if (!IsWord(text[word]))
                return false;
        return true;
    }

    private static bool IsWord(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (!IsWordCharacter(c))
                return false;
        return !text.IsEmpty;
    }

    private static bool IsDate(ReadOnlySpan<char> text) =>
        text.Length == 8
        && DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static string MendWords(string text)
    {
        var words = text.Split(
            [.. text.Where(c => !IsWordCharacter(c)).Distinct()],
            StringSplitOptions.RemoveEmptyEntries
        );
        return string.Join('-', words);
    }

    /// <summary>Other orders and separators, a time behind the day, two digits for the year.</summary>
    private static string? MendDate(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        foreach (var format in DateFormats.Where(f => f.Length == digits.Length))
            if (Day(digits, format) is { Year: > 1999 and < 2100 } day)
                return day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        return null;
    }

    private static DateTime? Day(string digits, string format) =>
        DateTime.TryParseExact(digits, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;
}
