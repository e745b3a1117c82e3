using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;

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
            var text = finding.Help is null ? finding.Message : $"{finding.Message}\n{finding.Help}";
            var path = Property(finding.Location.Source.Path);
            var place = string.Create(
                CultureInfo.InvariantCulture,
                $"line={start.Line},col={start.Column},endLine={end.Line},endColumn={end.Column}"
            );
            writer.WriteLine($"::{level} file={path},{place},title={finding.Code}::{Data(text)}");
        }
    }

    private static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
