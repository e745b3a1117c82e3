using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Shell.Formats;

/// <summary>Findings as GitHub Actions workflow commands, which mark the lines of a pull request.</summary>
internal static class GitHubAnnotations
{
    public static void Write(TextWriter writer, IEnumerable<Diagnostic> findings)
    {
        foreach (var finding in findings)
        {
            var (start, end) = (finding.Location.Start, finding.Location.End);
            var level = finding.Severity switch
            {
                Severity.Error => "error",
                Severity.Warning => "warning",
                _ => "notice",
            };
            var help = finding.Help is null ? "" : $"%0A{Data(finding.Help)}";
            var path = Property(finding.Location.Source.Path);
            var place = string.Create(
                CultureInfo.InvariantCulture,
                $"line={start.Line},col={start.Column},endLine={end.Line},endColumn={end.Column}"
            );
            writer.WriteLine($"::{level} file={path},{place},title={finding.Code}::{Data(finding.Message)}{help}");
        }
    }

    /// <summary>One line (actions/toolkit, `command.ts`, `escapeData`).</summary>
    private static string Data(string text) => Sanitize.Text(text).Replace("%", "%25", StringComparison.Ordinal);

    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
