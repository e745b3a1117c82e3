using System.Globalization;
using System.Text;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Reporting;

namespace AmiGovernance.Cli.Shell.Formats;

/// <summary>Findings as a Markdown table, for comments on merge requests.</summary>
public static class MarkdownFindings
{
    public static string Render(FindingsReport report)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"## amigov {report.Command}: {(report.Passed ? "passed ✅" : "failed ❌")}\n\n"
        );
        text.Append(
            CultureInfo.InvariantCulture,
            $"As of {report.AsOf.Text()} (UTC): {Plural.Of(report.Errors, "error")}, {Plural.Of(report.Warnings, "warning")}, {Plural.Of(report.Notes, "note")}.\n"
        );
        if (report.Findings.IsEmpty)
            return text.ToString();
        text.Append("\n| severity | code | place | finding |\n|---|---|---|---|\n");
        foreach (var finding in report.Findings)
        {
            var start = finding.Location.Start;
            var help = finding.Help is null ? "" : $"<br>{Markdown.Escape(finding.Help)}";
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {DiagnosticPrinter.Word(finding.Severity)} | {finding.Code} | {Markdown.Escape(finding.Location.Source.Path)}:{start.Line}:{start.Column} | {Markdown.Escape(finding.Message)}{help} |\n"
            );
        }
        return text.ToString();
    }
}
