using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AmiGovernance.Console.Pages;

namespace AmiGovernance.Cli.Shell.Formats;

/// <summary>Tables that text and Markdown have too, as lists of a page.</summary>
internal static partial class PageTables
{
    /// <summary>In characters; what is longer may be broken between words.</summary>
    private const int LongestShort = 24;

    /// <param name="drawing">Stands above the list; null for none.</param>
    public static Section Section(
        string title,
        IReadOnlyList<string> headers,
        IEnumerable<IReadOnlyList<string>> rows,
        Drawing? drawing = null
    )
    {
        var table = Of(title, headers, rows);
        return new Section(Id(title), title) { Blocks = drawing is null ? [table] : [drawing, table] };
    }

    /// <param name="tone">What a cell means, by its column and text; null where no cell has a state.</param>
    public static Table Of(
        string caption,
        IReadOnlyList<string> headers,
        IEnumerable<IReadOnlyList<string>> rows,
        Func<string, string, Tone>? tone = null
    )
    {
        var shown = rows.ToList();
        var columns = headers.Select((header, i) => new Column(header, Kind(shown.Select(r => r[i]))));
        var cells = shown.Select(row =>
            row.Select((text, i) => new Cell(text, tone?.Invoke(headers[i], text) ?? Tone.None)).ToImmutableArray()
        );
        return new Table([.. columns], [.. cells]) { Caption = caption };
    }

    /// <summary>The target of links to a section of this title.</summary>
    public static string Id(string title) => NoLetters().Replace(title.ToLowerInvariant(), "-").Trim('-');

    private static ColumnKind Kind(IEnumerable<string> cells)
    {
        var texts = cells.Where(c => c.Length > 0).ToList();
        if (texts.Count == 0)
            return ColumnKind.Text;
        if (texts.TrueForAll(Number().IsMatch))
            return ColumnKind.Number;
        if (texts.TrueForAll(Identifier().IsMatch))
            return ColumnKind.Code;
        return texts.TrueForAll(text => text.Length <= LongestShort) ? ColumnKind.Short : ColumnKind.Text;
    }

    [GeneratedRegex(@"[^a-z0-9]+")]
    private static partial Regex NoLetters();

    [GeneratedRegex(@"^[0-9,.]{1,11}( %)?\z")]
    private static partial Regex Number();

    /// <summary>Account ids, ids of AWS, days, Regions.</summary>
    [GeneratedRegex(@"^([0-9]{12}|[a-z]{1,10}-[0-9a-z-]{4,40}|[0-9]{4}-[0-9]{2}(-[0-9]{2}.{0,14})?)\z")]
    private static partial Regex Identifier();
}
