using AmiGovernance.Core.Features.Exceptions;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>How many exceptions were in force, month by month, as columns in SVG.</summary>
internal static class ExceptionTrend
{
    private const int Width = 1000;
    private const int Height = 130;
    private const int Base = 105;
    private const int Tallest = 80;

    public static HtmlText Svg(ExceptionReport report)
    {
        var most = Math.Max(1, report.Months.Max(m => m.Running));
        var step = Width / (double)report.Months.Length;
        var columns = HtmlText.Concat(
            report.Months.Select((month, i) => Column(month, i * step, step, Tallest * month.Running / (double)most))
        );
        const string label = "Exceptions in force by month; the table below says the same";
        var ground = HtmlText.Of($"<line class=\"grid\" x1=\"0\" y1=\"{Base}\" x2=\"{Width}\" y2=\"{Base}\"/>\n");
        return HtmlText.Of(
            $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{label}\">\n{ground}{columns}</svg>\n"
        );
    }

    private static HtmlText Column(MonthOfExceptions month, double x, double step, double height)
    {
        var name = ReportCells.Month(month);
        var bar =
            month.Running > 0
                ? HtmlText.Of(
                    $"<rect class=\"running\" x=\"{x + step * 0.2:0.#}\" y=\"{Base - height:0.#}\" width=\"{step * 0.6:0.#}\" height=\"{height:0.#}\" rx=\"2\"/>"
                )
                : HtmlText.Empty;
        var title = HtmlText.Of(
            $"<title>{name}: {month.Running} in force, {month.Started} started, {month.Ended} ended</title>"
        );
        var middle = x + step / 2;
        var count = HtmlText.Of(
            $"<text x=\"{middle:0.#}\" y=\"{Base - height - 5:0.#}\" text-anchor=\"middle\">{month.Running}</text>"
        );
        var axis = HtmlText.Of(
            $"<text class=\"axis\" x=\"{middle:0.#}\" y=\"{Base + 16}\" text-anchor=\"middle\">{name}</text>"
        );
        return HtmlText.Of($"<g>{title}{bar}{count}{axis}</g>\n");
    }
}
