using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Console.Pages;

/// <summary>Text as templates show it.</summary>
internal static class Words
{
    /// <summary>Of one line; what would hide or reorder text is made visible. Templates escape it for HTML.</summary>
    public static string Shown(this string text) => Sanitize.Text(text);

    /// <summary>The same in pieces: what stands between backticks is code. A backtick without another stays.</summary>
    public static IEnumerable<(bool IsCode, string Text)> Pieces(this string text)
    {
        var parts = Sanitize.Text(text).Split('`');
        // An odd number of parts has a partner for each backtick.
        if (parts.Length % 2 == 0)
            return [(false, Sanitize.Text(text))];
        return parts.Select((part, i) => (i % 2 == 1, part)).Where(piece => piece.part.Length > 0);
    }

    public static string ShownLines(this string text) => string.Join('\n', text.Split('\n').Select(Sanitize.Text));

    /// <summary>What a mark says to those who do not see it.</summary>
    public static string Voice(this Tone tone) =>
        tone switch
        {
            Tone.Good => "good: ",
            Tone.Warning => "warning: ",
            Tone.Bad => "problem: ",
            Tone.Unknown => "not known: ",
            _ => "",
        };

    public static string Kind(this Tone tone) =>
        tone switch
        {
            Tone.Good => "good",
            Tone.Warning => "warning",
            Tone.Bad => "bad",
            Tone.Unknown => "unknown",
            Tone.Quiet => "quiet",
            _ => "",
        };

    public static string Name(this ColumnKind kind) =>
        kind switch
        {
            ColumnKind.Short => "short",
            ColumnKind.Number => "number",
            ColumnKind.Code => "code",
            _ => "text",
        };
}
