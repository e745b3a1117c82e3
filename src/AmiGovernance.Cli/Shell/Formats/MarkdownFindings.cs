using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Reporting;

namespace AmiGovernance.Cli.Shell.Formats;

/// <summary>Findings as a Markdown table, for comments on merge requests.</summary>
internal static class MarkdownFindings
{
    public static MarkdownText Render(FindingsReport report)
    {
        var verdict = report switch
        {
            { Passed: false } => "failed ❌",
            { IsIncomplete: true } => "not all known ⚠️",
            _ => "passed ✅",
        };
        var (errors, warnings) = (Plural.Of(report.Errors, "error"), Plural.Of(report.Warnings, "warning"));
        var head = MarkdownText.Of(
            $"## amigov {report.Command}: {verdict}\n\nAs of {report.AsOf.Text()} (UTC): {errors}, {warnings}, {Plural.Of(report.Notes, "note")}.\n"
        );
        if (report.Findings.IsEmpty)
            return head;
        var rows = MarkdownText.Concat(report.Findings.Select(Row));
        return MarkdownText.Of($"{head}\n| severity | code | place | finding |\n|---|---|---|---|\n{rows}");
    }

    private static MarkdownText Row(Diagnostic finding)
    {
        var (start, severity) = (finding.Location.Start, finding.Severity.Name());
        var place = $"{finding.Location.Source.Path}:{start.Line}:{start.Column}";
        var help = finding.Help is null ? MarkdownText.Empty : MarkdownText.Of($"<br>{finding.Help}");
        return MarkdownText.Of($"| {severity} | {finding.Code} | {place} | {finding.Message}{help} |\n");
    }
}
