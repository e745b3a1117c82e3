using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Reporting;

namespace AmiGovernance.Cli.Shell.Formats;

/// <summary>Findings in GitLab's code quality format (GitLab documentation, "Code Quality report format").</summary>
internal static class CodeQualityFindings
{
    public static string Render(FindingsReport report)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return ReportJson.Write(writer =>
        {
            writer.WriteStartArray();
            foreach (var finding in report.Findings)
            {
                writer.WriteStartObject();
                writer.WriteString("description", finding.Message);
                writer.WriteString("check_name", finding.Code);
                writer.WriteString("fingerprint", Fingerprint(finding, seen));
                writer.WriteString(
                    "severity",
                    finding.Severity switch
                    {
                        Severity.Error => "critical",
                        Severity.Warning => "minor",
                        _ => "info",
                    }
                );
                writer.WriteStartObject("location");
                writer.WriteString("path", finding.Location.Source.Path);
                writer.WriteStartObject("lines");
                writer.WriteNumber("begin", finding.Location.Start.Line);
                writer.WriteEndObject();
                writer.WriteEndObject();
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        });
    }

    /// <summary>
    /// Stable when lines move and days pass: GitLab recognizes a finding by it. The message counts only for findings without a
    /// place; equal findings in one file are counted through.
    /// </summary>
    private static string Fingerprint(Diagnostic finding, Dictionary<string, int> seen)
    {
        var place = finding.Location.Pointer.Length > 0 ? finding.Location.Pointer : finding.Message;
        var identity = $"{finding.Code}\n{finding.Location.Source.Path}\n{place}";
        var count = seen[identity] = seen.GetValueOrDefault(identity) + 1;
        var bytes = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{identity}\n{count}"));
        return Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16));
    }
}
