using System.Text;
using AmiGovernance.Cli.Features.Decisions;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Adoption;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Cli.Features.Adoption;

/// <summary>The policies that are there, the meaning of ours beside theirs, and the configuration.</summary>
internal static class AdoptView
{
    private static readonly string[] Headers =
    [
        "policy",
        "id",
        "type",
        "attached to",
        "written by",
        "what becomes of it",
    ];

    /// <param name="file">Where the configuration is written; null shows it.</param>
    public static Renderings Of(CliContext context, AdoptionReport report, string? file) =>
        new(
            () => Renderings.Lines(writer => WriteText(writer, context, report, file)),
            () => ReportJson.Of(AdoptionDocument.Of(report)),
            () => Markdown(report)
        );

    private static void WriteText(TextWriter writer, CliContext context, AdoptionReport report, string? file)
    {
        writer.Write(TableOutput.Of(context, Headers, Rows(report), markdown: false));
        writer.WriteLine();
        foreach (var line in Verdicts(report))
            writer.WriteLine(line);
        if (!report.Difference.IsEmpty)
        {
            writer.WriteLine();
            writer.WriteLine(
                report.StartsInAudit ? "from their meaning to ours once it is enforced:" : "from their meaning to ours:"
            );
            DifferenceView.WriteText(writer, report.Difference);
        }
        writer.WriteLine();
        WriteNotCarried(writer, report);
        BulletList.Write(writer, "added by ours:", report.Added.Select(Sanitize.Text));
        BulletList.Write(writer, "notes:", report.Notes.Select(Sanitize.Text));
        if (file is not null)
            return;
        writer.WriteLine();
        writer.WriteLine("the configuration:");
        foreach (var line in Config(report).TrimEnd('\n').Split('\n'))
            writer.WriteLine(Sanitize.Text(line));
    }

    private static void WriteNotCarried(TextWriter writer, AdoptionReport report)
    {
        if (report.NotCarried.IsEmpty)
        {
            writer.WriteLine("not carried over: nothing");
            return;
        }
        writer.WriteLine("not carried over:");
        foreach (var entry in report.NotCarried)
        {
            writer.WriteLine(
                $"  - `{Sanitize.Text(entry.Policy)}` {Sanitize.Text(entry.Path)}: {Sanitize.Text(entry.Meaning)}"
            );
            writer.WriteLine($"      {Sanitize.Text(entry.Becomes)}");
        }
    }

    private static IEnumerable<string> Verdicts(AdoptionReport report)
    {
        yield return $"declarative policy:     {report.Declarative.Words()}";
        yield return $"service control policy: {report.Scp.Words()}";
        yield return $"mode:                   {report.Mode.Name()}";
        if (report.IsSame)
            yield return "✓ means the same";
    }

    private static IEnumerable<IReadOnlyList<string>> Rows(AdoptionReport report) =>
        report.Found.Select(p =>
            (string[])
                [
                    p.Policy.Name,
                    p.Policy.Id,
                    p.Policy.Type.Kind().Title,
                    string.Join(", ", p.Targets),
                    p.Writer,
                    Fate(p),
                ]
        );

    private static string Fate(FoundPolicy policy) =>
        policy.Fate switch
        {
            PolicyFate.Replaced => "gets our content in place",
            PolicyFate.Stays => $"stays: {policy.Reason}",
            _ => $"not used: {policy.Reason}",
        };

    private static string Config(AdoptionReport report) => Encoding.UTF8.GetString(report.Configuration.Span);

    private static MarkdownText Markdown(AdoptionReport report) =>
        MarkdownText.Concat([
            MarkdownText.Of($"## Policies that govern images\n\n"),
            TableOutput.Markdown(Headers, Rows(report)),
            MarkdownText.Of($"\n## Their meaning and ours\n\n"),
            .. Verdicts(report).Select(v => MarkdownText.Of($"- {v}\n")),
            MarkdownText.Of($"\n"),
            DifferenceView.Markdown(report.Difference),
            MarkdownText.Of($"\n## Not carried over\n\n"),
            report.NotCarried.IsEmpty
                ? MarkdownText.Of($"Nothing.\n")
                : TableOutput.Markdown(
                    ["policy", "place", "meaning", "what becomes of it"],
                    report.NotCarried.Select(n => (string[])[n.Policy, n.Path, n.Meaning, n.Becomes])
                ),
            List("Added by ours", report.Added),
            List("Notes", report.Notes),
            MarkdownText.Of($"\n## The configuration\n\n"),
            MarkdownText.Code(Config(report)),
        ]);

    private static MarkdownText List(string title, IEnumerable<string> sentences)
    {
        var lines = sentences.Select(s => MarkdownText.Of($"- {s}\n")).ToList();
        return lines.Count == 0 ? MarkdownText.Empty : MarkdownText.Of($"\n## {title}\n\n{MarkdownText.Concat(lines)}");
    }
}
