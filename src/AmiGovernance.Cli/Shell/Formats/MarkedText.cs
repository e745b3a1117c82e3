using AmiGovernance.Console.Pages;

namespace AmiGovernance.Cli.Shell.Formats;

/// <summary>Sentences that begin with the marks of text and Markdown, as a page says them.</summary>
internal static class MarkedText
{
    private static readonly (string Mark, Tone Tone)[] Marks =
    [
        ("✅", Tone.Good),
        ("✓", Tone.Good),
        ("❌", Tone.Bad),
        ("✗", Tone.Bad),
        ("⚠", Tone.Warning),
        ("!", Tone.Warning),
        ("?", Tone.Unknown),
        ("–", Tone.Quiet),
        ("-", Tone.Quiet),
    ];

    public static Cell Of(string text)
    {
        var (mark, tone) = Marks.FirstOrDefault(m => text.StartsWith(m.Mark, StringComparison.Ordinal));
        return mark is null ? text : new Cell(text[mark.Length..].TrimStart(' ', '\uFE0F'), tone);
    }
}
