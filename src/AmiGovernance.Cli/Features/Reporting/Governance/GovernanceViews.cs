using AmiGovernance.Cli.Features.Decisions;
using AmiGovernance.Cli.Features.Exceptions;
using AmiGovernance.Cli.Features.Images;
using AmiGovernance.Cli.Features.Impact;
using AmiGovernance.Cli.Features.Rollout;
using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Console;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Impact;
using AmiGovernance.Core.Features.Reporting;
using AmiGovernance.Core.Features.Rollout.History;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Reporting.Governance;

/// <summary>The state of governance in the formats that there are. JSON holds the documents of the commands, each as it is alone.</summary>
internal static class GovernanceViews
{
    public static string Render(GovernanceReport report, OutputFormat format) =>
        format switch
        {
            OutputFormat.Json => Json(report),
            OutputFormat.Markdown => Markdown(report).ToString(),
            OutputFormat.Html => HtmlFile.Render(GovernancePage.Of(report)),
            _ => Text(report),
        };

    private static string Text(GovernanceReport report)
    {
        var page = GovernancePage.Head(report);
        return Renderings.Lines(text =>
        {
            text.WriteLine($"{page.Title}, {string.Join(", ", page.About.Select(Sanitize.Text))}");
            text.WriteLine();
            foreach (var figure in page.Figures)
                text.WriteLine($"  {figure.Value, 8}  {Sanitize.Text(figure.Label)}");
            text.WriteLine();
            text.WriteLine(page.Answer!.Text);
            foreach (var concern in report.Concerns)
                text.WriteLine($"  {Mark(concern.Tone)} {Sanitize.Text(concern.Text)}");
            foreach (var gap in page.NotLookedAt)
                text.WriteLine($"  ? not looked at: {Sanitize.Text(gap)}");
            BulletList.WriteNext(text, report.Next.Select(Sanitize.Text));
        });
    }

    private static string Mark(Tone tone) => tone == Tone.Bad ? "✗" : "!";

    private static MarkdownText Markdown(GovernanceReport report)
    {
        var page = GovernancePage.Head(report);
        var figures = TableOutput.Markdown(["what", "number"], page.Figures.Select(f => (string[])[f.Label, f.Value]));
        return MarkdownText.Concat([
            MarkdownText.Of($"# {page.Title}\n\n{string.Join("; ", page.About)}\n\n**{page.Answer!.Text}**\n\n"),
            Lines(report.Concerns.Select(c => c.Text)),
            Lines(page.NotLookedAt.Select(gap => $"Not looked at: {gap}")),
            figures,
            Part("Status", report.Status, StatusMarkdown.Write),
            Part("Guarantees", report.Guarantees, results => ProofView.Markdown(results, null)),
            Part("Who would have been denied", report.Backtest, Launches),
            Part("What would not launch again", report.Impact, impact => ImpactView.Markdown(impact, int.MaxValue)),
            Part("Exceptions", report.Exceptions, ExceptionReportTables.Markdown),
            Part("Deployments", report.Deployments, HistoryView.Markdown),
        ]);
    }

    private static MarkdownText Launches(BacktestReport report)
    {
        var findings = TableOutput.Markdown(BacktestView.Headers, report.Findings.Select(BacktestView.Cells));
        return MarkdownText.Of($"**{BacktestSummary.Of(report)}**\n\n{RollupText.Markdown(report.ByOwner)}{findings}");
    }

    private static MarkdownText Lines(IEnumerable<string> lines)
    {
        var text = MarkdownText.Concat(lines.Select(line => MarkdownText.Of($"- {line}\n")));
        return text.IsEmpty ? text : MarkdownText.Of($"{text}\n");
    }

    private static MarkdownText Part<T>(string title, T? part, Func<T, MarkdownText> write)
        where T : class => part is null ? MarkdownText.Empty : MarkdownText.Of($"\n# {title}\n\n{write(part)}");

    private static string Json(GovernanceReport report) =>
        ReportJson.Of(
            new GovernanceDocument(
                report.AsOf,
                report.At,
                [.. report.Concerns.Select(Concern)],
                Document(report.Status, StatusDocument.Of),
                Document(report.Exceptions, ExceptionReportJson.Of),
                Document(report.Guarantees, results => ProofDocument.Of(results, null, report.AsOf)),
                Document(report.Backtest, BacktestDocument.Of),
                Document(report.Impact, ImpactDocument.Of),
                Document(report.Deployments, log => HistoryDocument.Of(log.Files.SelectMany(f => f.Entries), [])),
                Document(report.Images, Images),
                report.NotAsked,
                report.NotRead,
                report.Next
            )
        );

    private static TDocument? Document<T, TDocument>(T? part, Func<T, TDocument> write)
        where T : class
        where TDocument : class => part is null ? null : write(part);

    private static ConcernPart Concern(Cell concern) => new(concern.Text, concern.Tone == Tone.Bad ? "high" : "usual");

    private static OpenImagesPart Images(ImageSummary images) =>
        new(
            images.Scan,
            [.. images.Counts.Select(c => new FindingCountPart(c.Kind.Name(), c.Count))],
            [.. images.Trend.Select(t => new OpenImagesByScanPart(t.Scan, t.Day, t.Public, t.Shared))],
            [.. images.Open.Select(InventoryJson.Of)]
        );
}
