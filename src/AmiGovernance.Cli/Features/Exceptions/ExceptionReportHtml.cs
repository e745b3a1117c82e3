using System.Globalization;
using System.Text;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>The report as one HTML file: no script, nothing loaded from elsewhere.</summary>
internal static class ExceptionReportHtml
{
    private const string Style = """
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
        """;

    private const string Key = """
        <p class="key"><i style="background:var(--run)"></i>runs<i style="background:var(--more)"></i>added by extensions<i style="background:var(--now)"></i>past its end, still in the configuration<i style="border:1px dashed var(--wait)"></i>approved, not yet in the configuration<i style="background:var(--end)"></i>over</p>

        """;

    public static string Render(ExceptionReport report)
    {
        var html = new StringBuilder();
        html.Append(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
        );
        // Even if something slipped through, nothing would run or be loaded.
        html.Append(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
        );
        html.Append(
            $"<title>AMI exceptions as of {report.AsOf.Text()}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n<h1>AMI exceptions</h1>\n<p>As of {report.AsOf.Text()} (UTC). An exception ends at 00:00 UTC of the day that stands under “until”.</p>\n"
        );
        AppendCards(html, report);
        html.Append("<ul class=\"facts\">\n");
        // The first is what the cards show.
        foreach (var line in ReportSummary.Lines(report).Skip(1))
            html.Append("<li>").Append(Text(line)).Append("</li>\n");
        html.Append("</ul>\n");
        if (ExceptionTimeline.Svg(report) is { Length: > 0 } timeline)
            html.Append("<h2>Timeline</h2>\n").Append(timeline).Append(Key);
        if (!report.Spans.IsEmpty)
            html.Append("<h2>Exceptions in force at the end of each month</h2>\n").Append(ExceptionTrend.Svg(report));
        foreach (var section in ExceptionReportTables.Sections(report))
            AppendTable(html, section);
        return html.Append("</body>\n</html>\n").ToString();
    }

    private static void AppendCards(StringBuilder html, ExceptionReport report)
    {
        var average = report.AverageDays?.ToString("0.#", CultureInfo.InvariantCulture) ?? "–";
        html.Append("<ul class=\"cards\">\n");
        AppendCard(html, Number(report.Count(SpanState.Running)), "running");
        AppendAlarm(html, report.Count(SpanState.Expired), "past their end");
        AppendCard(html, Number(report.Count(SpanState.Waiting)), "waiting");
        AppendAlarm(html, report.Overdue.Length, "steps overdue");
        AppendCard(html, average, "days on average");
        AppendCard(html, Number(report.ExtendedMoreThanOnce.Count()), "extended more than once");
        if (report.LookedAt.IsEmpty)
            AppendCard(html, "?", "never used: not looked");
        else
            AppendCard(html, Number(report.InForceWith(UseState.Unused).Count()), "never used");
        html.Append("</ul>\n");
    }

    private static void AppendCard(StringBuilder html, string value, string label, string attributes = "") =>
        html.Append($"<li{attributes}><b>{value}</b><span>{label}</span></li>\n");

    /// <summary>For what should not be: any number but 0 stands out.</summary>
    private static void AppendAlarm(StringBuilder html, int value, string label) =>
        AppendCard(html, Number(value), label, value > 0 ? " class=\"bad\"" : "");

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static void AppendTable(StringBuilder html, ReportSection section)
    {
        html.Append($"<h2>{section.Title}</h2>\n<div class=\"scroll\"><table>\n<thead><tr>");
        foreach (var header in section.Headers)
            html.Append("<th>").Append(header).Append("</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in section.Rows)
        {
            html.Append("<tr>");
            for (var i = 0; i < row.Length; i++)
                html.Append(section.Headers[i] is "team" or "state" or "waits for" ? "<td class=\"text\">" : "<td>")
                    .Append(Text(row[i]))
                    .Append("</td>");
            html.Append("</tr>\n");
        }
        html.Append("</tbody>\n</table></div>\n");
    }

    /// <summary>Text from outside, for elements and attributes in double quotes.</summary>
    public static string Text(string text) => HtmlFormat.Escape(text);
}
