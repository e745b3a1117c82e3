using System.Globalization;
using System.Text;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Reporting;

namespace AmiGovernance.Cli.Shell.Formats;

/// <summary>Findings as a Markdown table, for comments on merge requests.</summary>
internal static class MarkdownFindings
{
    public static string Render(FindingsReport report)
    {
        var text = new StringBuilder();
        var verdict = report.Passed ? "passed ✅" : "failed ❌";
        var (errors, warnings) = (Plural.Of(report.Errors, "error"), Plural.Of(report.Warnings, "warning"));
        text.Append(CultureInfo.InvariantCulture, $"## amigov {report.Command}: {verdict}\n\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"As of {report.AsOf.Text()} (UTC): {errors}, {warnings}, {Plural.Of(report.Notes, "note")}.\n"
        );
        if (report.Findings.IsEmpty)
            return text.ToString();
        text.Append("\n| severity | code | place | finding |\n|---|---|---|---|\n");
        foreach (var finding in report.Findings)
        {
            var start = finding.Location.Start;
            var severity = DiagnosticPrinter.Word(finding.Severity);
            var file = Markdown.Escape(finding.Location.Source.Path);
            var help = finding.Help is null ? "" : $"<br>{Markdown.Escape(finding.Help)}";
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {severity} | {finding.Code} | {file}:{start.Line}:{start.Column} "
            );
            text.Append(CultureInfo.InvariantCulture, $"| {Markdown.Escape(finding.Message)}{help} |\n");
        }
        return text.ToString();
    }
}
