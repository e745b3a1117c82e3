using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>Exceptions as bars over time, in SVG: one row each, today as a line, the days that extensions added in another shade.</summary>
internal sealed class ExceptionTimeline
{
    private const int Left = 250;
    private const int Width = 1000;

    /// <summary>Room for the date behind the last bar.</summary>
    private const int Right = 60;
    private const int Row = 26;
    private const int Top = 28;
    private const int LongestName = 34;

    /// <summary>Older ends would press what matters into a corner.</summary>
    private const int DaysBack = 365;

    private readonly List<HtmlText> svg = [];
    private readonly DateOnly today;
    private readonly DateOnly from;
    private readonly DateOnly to;
    private readonly int height;

    private ExceptionTimeline(DateOnly today, List<ExceptionSpan> spans)
    {
        this.today = today;
        var start = Earlier(spans.Min(s => s.Start) ?? today, today.AddDays(-30));
        from = Later(start, today.AddDays(-DaysBack));
        to = Later(spans.Max(s => s.End) ?? today, today.AddDays(30)).AddDays(7);
        height = Top + spans.Count * Row + 8;
    }

    /// <summary>Empty when nothing was approved within the last year.</summary>
    public static HtmlText Svg(ExceptionReport report)
    {
        var spans = report.Spans.Where(s => s.Days > 0 && s.End > report.AsOf.AddDays(-DaysBack)).ToList();
        return spans.Count == 0 ? HtmlText.Empty : new ExceptionTimeline(report.AsOf, spans).Render(spans);
    }

    private HtmlText Render(List<ExceptionSpan> spans)
    {
        Append(
            $"<svg viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"Exceptions over time; the tables below say the same\">\n"
        );
        for (var month = new DateOnly(from.Year, from.Month, 1).AddMonths(1); month < to; month = month.AddMonths(1))
            AppendMonth(month);
        foreach (var (index, span) in spans.Index())
            AppendRow(span, Top + index * Row);
        Append($"<line class=\"today\" x1=\"{X(today):0.#}\" y1=\"{Top - 8}\" x2=\"{X(today):0.#}\" y2=\"{height}\"/>");
        Append(
            $"<text class=\"now\" x=\"{X(today) - 4:0.#}\" y=\"24\" text-anchor=\"end\">{today.Text()}</text>\n</svg>\n"
        );
        return HtmlText.Concat(svg);
    }

    private void AppendMonth(DateOnly month)
    {
        var (x, name) = (X(month), month.ToString("yyyy-MM", CultureInfo.InvariantCulture));
        Append($"<line class=\"grid\" x1=\"{x:0.#}\" y1=\"{Top - 6}\" x2=\"{x:0.#}\" y2=\"{height}\"/>");
        Append($"<text class=\"axis\" x=\"{x + 3:0.#}\" y=\"11\">{name}</text>\n");
    }

    private void AppendRow(ExceptionSpan span, int y)
    {
        if (span is not { Start: { } start, End: { } end })
            return;
        var name = $"{span.Account} {span.Ticket}";
        var shown = Shortened.Text(name, LongestName);
        var title = $"{name}: {start.Text()} to {end.Text()}, {span.Team}";
        Append($"<g><title>{title}</title>");
        Append($"<text class=\"name\" x=\"0\" y=\"{y + 15}\">{shown}</text>");

        var kind = span.State == SpanState.Rejected ? "ended" : ReportCells.StateName(span.State);
        var first = span.EarlierEnds.IsEmpty ? end : Earlier(span.EarlierEnds[0], end);
        AppendBar(kind, start, first, y);
        if (first < end)
            AppendBar($"{kind} more", first, end, y);
        Append($"<text class=\"axis\" x=\"{X(end) + 4:0.#}\" y=\"{y + 15}\">{end.Text()}</text></g>\n");
    }

    private void AppendBar(string kind, DateOnly start, DateOnly end, int y)
    {
        var (x, width) = (X(start), Math.Max(2, X(end) - X(start)));
        Append(
            $"<rect class=\"{kind}\" x=\"{x:0.#}\" y=\"{y + 3}\" width=\"{width:0.#}\" height=\"{Row - 9}\" rx=\"2\"/>"
        );
    }

    private double X(DateOnly day)
    {
        var share = (day.DayNumber - from.DayNumber) / (double)(to.DayNumber - from.DayNumber);
        return Left + (Width - Left - Right) * Math.Clamp(share, 0, 1);
    }

    private void Append(EscapedBuilder<HtmlFormat> text) => svg.Add(HtmlText.Of(text));

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;
}
