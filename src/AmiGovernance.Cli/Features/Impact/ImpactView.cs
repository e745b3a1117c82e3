using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Console;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Impact;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Cli.Features.Impact;

/// <summary>What would not launch again, what hurts first at the top.</summary>
internal static class ImpactView
{
    /// <summary>Uses shown of a finding, and of what is left open; JSON has all.</summary>
    private const int MostUses = 8;

    public static readonly string[] Headers =
    [
        "finding",
        "verdict",
        "when",
        "account",
        "image owner",
        "uses",
        "denied by",
        "outcome",
        "what to do",
    ];

    /// <param name="top">Findings that are shown.</param>
    public static string Write(ImpactReport report, OutputFormat format, int top)
    {
        if (format == OutputFormat.Json)
            return ReportJson.Of(ImpactDocument.Of(report));
        if (format == OutputFormat.Html)
            return HtmlFile.Render(ImpactPage.Of(report));

        return format == OutputFormat.Markdown
            ? Markdown(report, top).ToString()
            : Renderings.Lines(text => WriteText(text, report, top));
    }

    public static MarkdownText Markdown(ImpactReport report, int top)
    {
        var table = TableOutput.Markdown(Headers, report.Findings.Take(top).Select(Cells));
        var owners = RollupText.Markdown(report.ByOwner);
        var more = report.Findings.Length > top ? MarkdownText.Of($"\n{More(report, top)}\n") : MarkdownText.Empty;
        var text = MarkdownText.Of(
            $"{ImpactSummary.Read(report)}.\n\n**{ImpactSummary.Of(report)}**\n\n{owners}{table}{more}"
        );
        if (report.LeftOpen.IsEmpty)
            return text;
        var uses = MarkdownText.Concat(LeftOpen(report).Select(use => MarkdownText.Of($"- {use}\n")));
        return MarkdownText.Of($"{text}\n### Not stopped by either layer\n\n{ImpactSummary.LeftOpen}\n\n{uses}");
    }

    private static void WriteText(TextWriter text, ImpactReport report, int top)
    {
        text.WriteLine($"{ImpactSummary.Read(report)}\n");
        text.WriteLine(ImpactSummary.Of(report));
        RollupText.Write(text, report.ByOwner, "use", "uses");
        foreach (var finding in report.Findings.Take(top))
            WriteFinding(text, finding);
        WriteMore(text, report, top);
        if (report.LeftOpen.IsEmpty)
            return;
        text.WriteLine("\nNOT STOPPED BY EITHER LAYER");
        text.WriteLine($"  {ImpactSummary.LeftOpen}");
        foreach (var use in LeftOpen(report))
            text.WriteLine($"  - {Sanitize.Text(use)}");
    }

    private static void WriteMore(TextWriter text, ImpactReport report, int top)
    {
        if (report.Findings.Length > top)
            text.WriteLine($"\n{More(report, top)}");
    }

    private static string More(ImpactReport report, int top) =>
        $"… and {Quantity.Of(report.Findings.Length - top, "more finding")}";

    private static void WriteFinding(TextWriter text, ImpactFinding f)
    {
        text.WriteLine();
        text.WriteLine($"{f.Id}: {f.Verdict.Name()}, {UseText.When(f.Urgency)}");
        text.WriteLine($"  account {Sanitize.Text(Account(f))}, images of {Sanitize.Text(f.Owner)}");
        foreach (var use in UseText.FirstOf(f.Uses, MostUses))
            text.WriteLine($"  - {Sanitize.Text(use)}");
        FindingText.WriteDecision(text, f.DeniedBy, f.Triage, f.Advice);
    }

    public static string[] Cells(ImpactFinding f) =>
        [
            f.Id,
            f.Verdict.Name(),
            UseText.When(f.Urgency),
            Account(f),
            f.Owner,
            string.Join("; ", UseText.FirstOf(f.Uses, MostUses)),
            string.Join("; ", f.DeniedBy),
            FindingText.Outcome(f.Triage, f.Advice),
            FindingText.WhatToDo(f.Advice),
        ];

    public static IEnumerable<string> LeftOpen(ImpactReport report) =>
        UseText.FirstOf(report.LeftOpen, MostUses, use => $"{use.Account}: {UseText.Of(use)}");

    private static string Account(ImpactFinding f) => FindingText.Account(f.Account.Value, f.AccountName);
}
