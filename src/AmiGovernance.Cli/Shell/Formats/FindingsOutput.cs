using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Reporting;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Cli.Shell.Formats;

/// <summary>Sends findings to where `--output` says, and annotates pull requests on GitHub.</summary>
internal static class FindingsOutput
{
    /// <summary>
    /// As text, findings go to standard error and <paramref name="verdict"/> to standard output; every other format is a
    /// document on standard output or in its file. False when a file could not be written.
    /// </summary>
    /// <param name="json">Where the command has a document of its own.</param>
    public static bool Write(
        CliContext context,
        IReadOnlyList<OutputTarget> targets,
        FindingsReport report,
        Action<TextWriter> verdict,
        Func<string>? json = null
    )
    {
        var bag = new DiagnosticBag();
        foreach (var target in targets)
        {
            if (target.File is null && target.Format == OutputFormat.Text)
            {
                WriteText(context.Printer(), report);
                verdict(context.Out);
                continue;
            }
            var text =
                json is not null && target.Format == OutputFormat.Json
                    ? json()
                    : Render(context, target.Format, report, verdict);
            if (target.File is null)
                context.Document.Write(text);
            else
                context.Files.Write("", [new GeneratedFile(target.File, Encoding.UTF8.GetBytes(text))], bag);
        }
        if (context.IsGitHubActions)
            GitHubAnnotations.Write(context.Error, report.Findings);
        context.PrintFindings(bag.ToSorted());
        return !bag.HasErrors;
    }

    private static void WriteText(DiagnosticPrinter printer, FindingsReport report)
    {
        printer.Print(report.Findings);
        printer.PrintSummary(report);
    }

    private static string Render(
        CliContext context,
        OutputFormat format,
        FindingsReport report,
        Action<TextWriter> verdict
    )
    {
        switch (format)
        {
            case OutputFormat.Json:
                return ReportJson.Of(FindingsDocument.Of(report));
            case OutputFormat.Sarif:
                return SarifFindings.Render(report, context.Version);
            case OutputFormat.JUnit:
                return JUnitFindings.Render(report);
            case OutputFormat.Markdown:
                return MarkdownFindings.Render(report);
            case OutputFormat.GitLabCodeQuality:
                return CodeQualityFindings.Render(report);
            default:
                using (var text = new StringWriter { NewLine = "\n" })
                {
                    WriteText(new DiagnosticPrinter(text), report);
                    verdict(text);
                    return text.ToString();
                }
        }
    }
}
