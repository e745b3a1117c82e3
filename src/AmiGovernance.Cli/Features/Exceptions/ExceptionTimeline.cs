using System.Globalization;
using System.Text;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>Exceptions as bars over time, in SVG: one row each, today as a line, the days that extensions added in another shade.</summary>
internal static class ExceptionTimeline
{
    private const int Left = 250;
    private const int Width = 1000;
    private const int Row = 26;
    private const int Top = 28;
    private const int LongestName = 34;

    /// <summary>Older ends would press what matters into a corner.</summary>
    private const int DaysBack = 365;

    /// <summary>Empty when nothing was approved within the last year.</summary>
    public static string Svg(ExceptionReport report)
    {
        var spans = report.Spans.Where(s => s.Days > 0 && s.End > report.AsOf.AddDays(-DaysBack)).ToList();
        if (spans.Count == 0)
            return "";
        var from = Later(
            Earlier(spans.Min(s => s.Start) ?? report.AsOf, report.AsOf.AddDays(-30)),
            report.AsOf.AddDays(-DaysBack)
        );
        var to = Later(spans.Max(s => s.End) ?? report.AsOf, report.AsOf.AddDays(30)).AddDays(7);
        var height = Top + spans.Count * Row + 8;
        // Room for the date behind the last bar.
        double X(DateOnly day) =>
            Left
            + (Width - Left - 60)
                * Math.Clamp((day.DayNumber - from.DayNumber) / (double)(to.DayNumber - from.DayNumber), 0, 1);
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"Exceptions over time; the tables below say the same\">\n"
        );
        for (var month = new DateOnly(from.Year, from.Month, 1).AddMonths(1); month < to; month = month.AddMonths(1))
        {
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<line class=\"grid\" x1=\"{X(month):0.#}\" y1=\"{Top - 6}\" x2=\"{X(month):0.#}\" y2=\"{height}\"/>"
            );
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text class=\"axis\" x=\"{X(month) + 3:0.#}\" y=\"11\">{month.ToString("yyyy-MM", CultureInfo.InvariantCulture)}</text>\n"
            );
        }
        for (var i = 0; i < spans.Count; i++)
            AppendRow(svg, spans[i], Top + i * Row, X);
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<line class=\"today\" x1=\"{X(report.AsOf):0.#}\" y1=\"{Top - 8}\" x2=\"{X(report.AsOf):0.#}\" y2=\"{height}\"/>"
        );
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text class=\"now\" x=\"{X(report.AsOf) - 4:0.#}\" y=\"24\" text-anchor=\"end\">{report.AsOf.Text()}</text>\n</svg>\n"
        );
        return svg.ToString();
    }

    private static void AppendRow(StringBuilder svg, ExceptionSpan span, int y, Func<DateOnly, double> x)
    {
        if (span is not { Start: { } start, End: { } end })
            return;
        var name = $"{span.Account} {span.Ticket}";
        svg.Append(
            $"<g><title>{ExceptionReportHtml.Text($"{name}: {start.Text()} to {end.Text()}, {span.Team}")}</title>"
        );
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text class=\"name\" x=\"0\" y=\"{y + 15}\">{ExceptionReportHtml.Text(name.Length > LongestName ? $"{name[..LongestName]}…" : name)}</text>"
        );
        var kind = span.State == SpanState.Rejected ? "ended" : ExceptionReportTables.StateName(span.State);
        var first = span.EarlierEnds.IsEmpty ? end : Earlier(span.EarlierEnds[0], end);
        Bar(svg, kind, x(start), x(first), y);
        if (first < end)
            Bar(svg, $"{kind} more", x(first), x(end), y);
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text class=\"axis\" x=\"{x(end) + 4:0.#}\" y=\"{y + 15}\">{end.Text()}</text></g>\n"
        );
    }

    private static void Bar(StringBuilder svg, string kind, double from, double to, int y) =>
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<rect class=\"{kind}\" x=\"{from:0.#}\" y=\"{y + 3}\" width=\"{Math.Max(2, to - from):0.#}\" height=\"{Row - 9}\" rx=\"2\"/>"
        );

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;
}
