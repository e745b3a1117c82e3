using System.Text.Json;
using AmiGovernance.Cli.Features.Decisions;
using AmiGovernance.Cli.Features.Exceptions;
using AmiGovernance.Cli.Features.Rollout;
using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Console;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Backtest;

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
        var page = GovernancePage.Of(report);
        return Renderings.Lines(text =>
        {
            text.WriteLine($"{page.Title}, {string.Join(", ", page.About.Select(Sanitize.Text))}");
            text.WriteLine();
            foreach (var figure in page.Figures)
                text.WriteLine($"  {figure.Value, 8}  {Sanitize.Text(figure.Label)}");
            text.WriteLine();
            text.WriteLine(page.Answer!.Text);
            foreach (var concern in GovernanceConcerns.Of(report))
                text.WriteLine($"  {Mark(concern.Tone)} {Sanitize.Text(concern.Text)}");
            foreach (var gap in page.NotLookedAt)
                text.WriteLine($"  ? not looked at: {Sanitize.Text(gap)}");
            BulletList.WriteNext(text, report.Next.Select(Sanitize.Text));
        });
    }

    private static string Mark(Tone tone) => tone == Tone.Bad ? "✗" : "!";

    private static MarkdownText Markdown(GovernanceReport report)
    {
        var page = GovernancePage.Of(report);
        var figures = TableOutput.Markdown(["what", "number"], page.Figures.Select(f => (string[])[f.Label, f.Value]));
        return MarkdownText.Concat([
            MarkdownText.Of($"# {page.Title}\n\n{string.Join("; ", page.About)}\n\n**{page.Answer!.Text}**\n\n"),
            Lines(GovernanceConcerns.Of(report).Select(c => c.Text)),
            Lines(page.NotLookedAt.Select(gap => $"Not looked at: {gap}")),
            figures,
            Part("Status", report.Status, StatusMarkdown.Write),
            Part("Guarantees", report.Guarantees, results => ProofView.Markdown(results, null)),
            Part("Who would have been denied", report.Backtest, Launches),
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
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteString("as_of", report.AsOf.Text());
            writer.WriteString("at", report.At.IsoText());
            writer.WriteObjects("to_decide", GovernanceConcerns.Of(report), WriteConcern);
            WriteDocument(writer, "status", report.Status is { } status ? StatusJson.Write(status) : null);
            WriteDocument(writer, "exceptions", report.Exceptions is { } e ? ExceptionReportJson.Render(e) : null);
            WriteDocument(
                writer,
                "guarantees",
                report.Guarantees is { } results ? ProofJson.Write(results, null, report.AsOf.Text()) : null
            );
            WriteDocument(writer, "backtest", report.Backtest is { } backtest ? BacktestJson.Write(backtest) : null);
            WriteDocument(writer, "deployments", HistoryView.Json(report.Deployments.Files.SelectMany(f => f.Entries)));
            WriteImages(writer, report.Images);
            writer.WriteStrings("not_asked", report.NotAsked);
            writer.WriteStrings("not_read", report.NotRead);
            writer.WriteStrings("next", report.Next);
            writer.WriteEndObject();
        });

    private static void WriteConcern(Utf8JsonWriter writer, Cell concern)
    {
        writer.WriteString("what", concern.Text);
        writer.WriteString("weight", concern.Tone == Tone.Bad ? "high" : "usual");
    }

    /// <summary>Left out where there is none.</summary>
    private static void WriteDocument(Utf8JsonWriter writer, string name, string? document)
    {
        if (document is null)
            return;
        writer.WritePropertyName(name);
        using var parsed = JsonDocument.Parse(document);
        parsed.RootElement.WriteTo(writer);
    }

    private static void WriteImages(Utf8JsonWriter writer, ImageSummary? images)
    {
        if (images is null)
            return;
        writer.WriteStartObject("images");
        writer.WriteString("scan", images.Scan);
        writer.WriteObjects(
            "findings",
            images.Counts,
            (w, count) =>
            {
                w.WriteString("finding", Core.Ports.Images.FindingKinds.Name(count.Kind));
                w.WriteNumber("count", count.Count);
            }
        );
        writer.WriteObjects(
            "trend",
            images.Trend,
            (w, scan) =>
            {
                w.WriteNumber("scan", scan.Scan);
                w.WriteString("day", scan.Day.Text());
                w.WriteNumber("public", scan.Public);
                w.WriteNumber("shared", scan.Shared);
            }
        );
        Images.InventoryJson.WriteImages(writer, "open", images.Open);
        writer.WriteEndObject();
    }
}
