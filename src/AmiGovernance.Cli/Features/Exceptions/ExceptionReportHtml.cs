using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>The report as one HTML file: no script, nothing loaded from elsewhere.</summary>
internal static class ExceptionReportHtml
{
    private static readonly HtmlText Style = HtmlText.Of(
        $$"""
        :root { color-scheme: light dark; --back: #fff; --fore: #1b1f24; --soft: #59636e; --line: #d1d9e0; --panel: #f6f8fa; --run: #1f6feb; --more: #79b0ff; --wait: #9a6700; --end: #8c959f; --now: #cf222e; }
        @media (prefers-color-scheme: dark) { :root { --back: #0d1117; --fore: #e6edf3; --soft: #9198a1; --line: #30363d; --panel: #161b22; --run: #388bfd; --more: #1f4f99; --wait: #d29922; --end: #656c76; --now: #f85149; } }
        body { margin: 0 auto; max-width: 1200px; padding: 24px; background: var(--back); color: var(--fore); font: 15px/1.5 system-ui, sans-serif; }
        h1 { font-size: 24px; margin: 0 0 4px; } h2 { font-size: 17px; margin: 32px 0 8px; }
        p, ul.facts { margin: 4px 0; color: var(--soft); } ul.facts { padding-left: 20px; overflow-wrap: anywhere; }
        .cards { display: flex; flex-wrap: wrap; gap: 12px; margin: 20px 0; padding: 0; list-style: none; }
        .cards li { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 10px 16px; min-width: 96px; }
        .cards b { display: block; font-size: 24px; line-height: 1.2; } .cards span { color: var(--soft); font-size: 13px; } .cards .bad b { color: var(--now); }
        table { border-collapse: collapse; width: 100%; font-size: 14px; } .scroll { overflow-x: auto; }
        th, td { text-align: left; padding: 5px 12px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top; white-space: nowrap; }
        th { color: var(--soft); font-weight: 600; } td.text { white-space: normal; min-width: 130px; overflow-wrap: anywhere; }
        svg { width: 100%; height: auto; } svg text { font: 12px system-ui, sans-serif; fill: var(--fore); }
        .grid { stroke: var(--line); } .today { stroke: var(--now); stroke-width: 1.5; } svg .axis { fill: var(--soft); font-size: 11px; } svg .now { fill: var(--now); font-size: 11px; }
        .running { fill: var(--run); } .running.more { fill: var(--more); } .expired { fill: var(--now); } .expired.more { fill: var(--now); opacity: .6; } .waiting { fill: none; stroke: var(--wait); stroke-dasharray: 4 3; } .ended { fill: var(--end); } .ended.more { fill: var(--end); opacity: .6; }
        .key i { display: inline-block; width: 14px; height: 10px; border-radius: 2px; margin: 0 6px 0 14px; } .key i:first-child { margin-left: 0; }
        """
    );

    private static readonly HtmlText Key = HtmlText.Of(
        $"""
        <p class="key"><i style="background:var(--run)"></i>runs<i style="background:var(--more)"></i>added by extensions<i style="background:var(--now)"></i>past its end, still in the configuration<i style="border:1px dashed var(--wait)"></i>approved, not yet in the configuration<i style="background:var(--end)"></i>over</p>

        """
    );

    public static HtmlText Render(ExceptionReport report) =>
        HtmlText.Concat([Head(report), Cards(report), Facts(report), Pictures(report), .. Tables(report), End]);

    /// <summary>Even if something slipped through, nothing would run or be loaded.</summary>
    private static HtmlText Head(ExceptionReport report) =>
        HtmlText.Of(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
            <title>AMI exceptions as of {report.AsOf.Text()}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            <h1>AMI exceptions</h1>
            <p>As of {report.AsOf.Text()} (UTC). An exception ends at 00:00 UTC of the day that stands under “until”.</p>

            """
        );

    private static HtmlText End => HtmlText.Of($"</body>\n</html>\n");

    private static HtmlText Cards(ExceptionReport report)
    {
        var average = report.AverageDays?.ToString("0.#", CultureInfo.InvariantCulture) ?? "–";
        var unused = report.LookedAt.IsEmpty
            ? Card("?", "never used: not checked")
            : Card(Number(report.InForceWith(UseState.Unused).Count()), "never used");
        var cards = HtmlText.Concat([
            Card(Number(report.Count(SpanState.Running)), "running"),
            Alarm(report.Count(SpanState.Expired), "past their end"),
            Card(Number(report.Count(SpanState.Waiting)), "waiting"),
            Alarm(report.Overdue.Length, "steps overdue"),
            Card(average, "days on average"),
            Card(Number(report.ExtendedMoreThanOnce.Count()), "extended more than once"),
            unused,
        ]);
        return HtmlText.Of($"<ul class=\"cards\">\n{cards}</ul>\n");
    }

    private static HtmlText Card(string value, string label) =>
        HtmlText.Of($"<li><b>{value}</b><span>{label}</span></li>\n");

    /// <summary>For what should not be: any number but 0 stands out.</summary>
    private static HtmlText Alarm(int value, string label) =>
        value > 0
            ? HtmlText.Of($"<li class=\"bad\"><b>{value}</b><span>{label}</span></li>\n")
            : Card(Number(value), label);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static HtmlText Facts(ExceptionReport report)
    {
        // The first is what the cards show.
        var lines = ReportSummary.Lines(report).Skip(1).Select(line => HtmlText.Of($"<li>{line}</li>\n"));
        return HtmlText.Of($"<ul class=\"facts\">\n{HtmlText.Concat(lines)}</ul>\n");
    }

    private static HtmlText Pictures(ExceptionReport report)
    {
        var timeline = ExceptionTimeline.Svg(report);
        var over = timeline.IsEmpty ? timeline : HtmlText.Of($"<h2>Timeline</h2>\n{timeline}{Key}");
        return report.Spans.IsEmpty
            ? over
            : HtmlText.Of($"{over}<h2>Exceptions in force at the end of each month</h2>\n{ExceptionTrend.Svg(report)}");
    }

    private static IEnumerable<HtmlText> Tables(ExceptionReport report) =>
        ExceptionReportTables.Sections(report).Select(Table);

    private static HtmlText Table(ReportSection section)
    {
        var headers = HtmlText.Concat(section.Headers.Select(h => HtmlText.Of($"<th>{h}</th>")));
        var rows = HtmlText.Concat(section.Rows.Select(row => Row(section.Headers, row)));
        var table = HtmlText.Of($"<thead><tr>{headers}</tr></thead>\n<tbody>\n{rows}</tbody>\n");
        return HtmlText.Of($"<h2>{section.Title}</h2>\n<div class=\"scroll\"><table>\n{table}</table></div>\n");
    }

    private static HtmlText Row(string[] headers, string[] row)
    {
        var cells = row.Index()
            .Select(cell =>
                headers[cell.Index] is "team" or "state" or "waits for"
                    ? HtmlText.Of($"<td class=\"text\">{cell.Item}</td>")
                    : HtmlText.Of($"<td>{cell.Item}</td>")
            );
        return HtmlText.Of($"<tr>{HtmlText.Concat(cells)}</tr>\n");
    }
}
