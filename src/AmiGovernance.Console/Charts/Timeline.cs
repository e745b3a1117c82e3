using System.Globalization;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Console.Charts;

/// <param name="Name">Stands before the bars; a long one is shortened there.</param>
/// <param name="Title">What a pointer that rests on it is told.</param>
/// <param name="Bars">In their order; the day behind them is the end of the last.</param>
public sealed record TimelineRow(string Name, string Title, params TimelineBar[] Bars)
{
    /// <summary>Stands below the name, small; may be empty.</summary>
    public string Note { get; init; } = "";
}

/// <param name="Kind">A class of the style sheet.</param>
/// <param name="End">The first day without it.</param>
public sealed record TimelineBar(string Kind, DateOnly Start, DateOnly End);

/// <summary>Bars over time, in SVG: one row each, today as a line.</summary>
public sealed class Timeline
{
    private const int Left = 250;
    private const int Width = 1000;

    /// <summary>Room for the date behind the last bar.</summary>
    private const int Right = 76;
    private const int RowHeight = 26;

    /// <summary>Of a second line below the names, where there is one.</summary>
    private const int NoteHeight = 14;
    private const int Top = 28;
    private const int LongestName = 34;
    private const int LongestNote = 44;

    /// <summary>Older ends would press what matters into a corner.</summary>
    private const int DaysBack = 365;

    private readonly List<Escaped<HtmlFormat>> svg = [];
    private readonly DateOnly today;
    private readonly DateOnly from;
    private readonly DateOnly to;
    private readonly int rowHeight;
    private readonly int height;

    private Timeline(DateOnly today, IReadOnlyList<TimelineRow> rows)
    {
        this.today = today;
        var bars = rows.SelectMany(r => r.Bars).ToList();
        var start = Earlier(bars.Min(b => b.Start), today.AddDays(-30));
        from = Later(start, today.AddDays(-DaysBack));
        to = Later(bars.Max(b => b.End), today.AddDays(30)).AddDays(7);
        rowHeight = rows.Any(r => r.Note.Length > 0) ? RowHeight + NoteHeight : RowHeight;
        height = Top + rows.Count * rowHeight + 8;
    }

    /// <summary>Null when nothing of it lies within the last year or later.</summary>
    public static Drawing? Draw(string caption, DateOnly today, IEnumerable<TimelineRow> rows, params Legend[] legends)
    {
        var shown = rows.Where(r => r.Bars is [.., var last] && last.End > today.AddDays(-DaysBack)).ToList();
        return shown.Count == 0
            ? null
            : new Drawing(new Timeline(today, shown).Render(caption, shown), caption) { Legends = [.. legends] };
    }

    private Escaped<HtmlFormat> Render(string caption, IReadOnlyList<TimelineRow> rows)
    {
        Append(
            $"<svg viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"{caption}; the list says the same\">\n"
        );
        for (var month = new DateOnly(from.Year, from.Month, 1).AddMonths(1); month < to; month = month.AddMonths(1))
            AppendMonth(month);
        foreach (var (index, row) in rows.Index())
            AppendRow(row, Top + index * rowHeight);
        Append($"<line class=\"today\" x1=\"{X(today):0.#}\" y1=\"{Top - 8}\" x2=\"{X(today):0.#}\" y2=\"{height}\"/>");
        Append(
            $"<text class=\"now\" x=\"{X(today) - 4:0.#}\" y=\"24\" text-anchor=\"end\">{today.Text()}</text>\n</svg>\n"
        );
        return Escaped<HtmlFormat>.Concat(svg);
    }

    private void AppendMonth(DateOnly month)
    {
        var (x, name) = (X(month), month.ToString("yyyy-MM", CultureInfo.InvariantCulture));
        Append($"<line class=\"grid\" x1=\"{x:0.#}\" y1=\"{Top - 6}\" x2=\"{x:0.#}\" y2=\"{height}\"/>");
        Append($"<text class=\"axis\" x=\"{x + 3:0.#}\" y=\"11\">{name}</text>\n");
    }

    private void AppendRow(TimelineRow row, int y)
    {
        Append($"<g><title>{row.Title}</title>");
        Append($"<text class=\"name\" x=\"0\" y=\"{y + 15}\">{Shortened.Text(row.Name, LongestName)}</text>");
        if (row.Note.Length > 0)
            Append(
                $"<text class=\"axis\" x=\"0\" y=\"{y + 15 + NoteHeight}\">{Shortened.Text(row.Note, LongestNote)}</text>"
            );
        foreach (var bar in row.Bars)
        {
            var (x, width) = (X(bar.Start), Math.Max(2, X(bar.End) - X(bar.Start)));
            Append(
                $"<rect class=\"{bar.Kind}\" x=\"{x:0.#}\" y=\"{y + 3}\" width=\"{width:0.#}\" height=\"{RowHeight - 9}\" rx=\"2\"/>"
            );
        }
        var end = row.Bars[^1].End;
        Append($"<text class=\"axis\" x=\"{X(end) + 4:0.#}\" y=\"{y + 15}\">{end.Text()}</text></g>\n");
    }

    private double X(DateOnly day)
    {
        var share = (day.DayNumber - from.DayNumber) / (double)(to.DayNumber - from.DayNumber);
        return Left + (Width - Left - Right) * Math.Clamp(share, 0, 1);
    }

    private void Append(EscapedBuilder<HtmlFormat> text) => svg.Add(Escaped<HtmlFormat>.Of(text));

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;
}
