using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Console;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Backtest;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>A backtest for people: what share of launches, then finding by finding what to do.</summary>
internal static class BacktestView
{
    /// <summary>Callers and images shown of a finding; JSON has more.</summary>
    private const int MostNames = 3;

    public static readonly string[] Headers =
    [
        "finding",
        "verdict",
        "calls",
        "succeeded",
        "first",
        "last",
        "account",
        "image owner",
        "denied by",
        "outcome",
        "what to do",
    ];

    public static readonly string[] UseHeaders = ["launches", "owner", "kind", "name", "last"];

    public static void Write(
        TextWriter text,
        CliContext context,
        BacktestReport report,
        OutputFormat format,
        TrailReportArguments shown
    )
    {
        if (format == OutputFormat.Json)
            ReportJson.Write(text, BacktestDocument.Of(report));
        else if (format == OutputFormat.Html)
            text.Write(HtmlFile.Render(BacktestPage.Of(report)));
        else if (format == OutputFormat.Csv)
            text.Write(TableOutput.Csv(Headers, report.Findings.Select(Cells)));
        else
            Write(text, context, report, shown, format == OutputFormat.Markdown);
    }

    private static void Write(
        TextWriter text,
        CliContext context,
        BacktestReport report,
        TrailReportArguments shown,
        bool markdown
    )
    {
        LedgerText.Write(text, report.Ledger, report.Unit, markdown);
        text.WriteLine(
            markdown
                ? MarkdownText.Of($"\n**{BacktestSummary.Of(report)}**").ToString()
                : $"\n{BacktestSummary.Of(report)}"
        );
        BacktestRollups.Write(text, context, report, markdown);
        if (shown.Details)
            WriteFindings(text, report, shown.Top, markdown);
        else if (!report.Findings.IsEmpty)
            text.WriteLine(Hint);
        if (shown.AllowListUse)
            WriteUse(text, context, report, markdown);
    }

    private const string Hint =
        "\nEvery finding, with what to do and whom to ask: `--details`, or `--output html=FILE`, `csv`, `json`.";

    private static void WriteFindings(TextWriter text, BacktestReport report, int top, bool markdown)
    {
        if (markdown)
        {
            TrailHeading.Write(text, "Findings", markdown);
            text.Write(TableOutput.Markdown(Headers, report.Findings.Take(top).Select(Cells)));
        }
        else
            foreach (var finding in report.Findings.Take(top))
                WriteFinding(text, finding);
        if (report.Findings.Length > top)
            text.WriteLine($"\n… and {Quantity.Of(report.Findings.Length - top, "more finding")}");
    }

    private static void WriteFinding(TextWriter text, BacktestFinding f)
    {
        var calls = $"{Quantity.Of(f.Calls, "call")} ({Quantity.Number(f.Succeeded)} succeeded)";
        var owner = f.Owner.Length > 0 ? $", images of {Sanitize.Text(f.Owner)}" : "";
        var images = f.Images.IsEmpty ? "" : $": {Some(f.Images)}";
        var services = f.Services.IsEmpty ? "" : $"; for {Some(f.Services)}";
        text.WriteLine();
        text.WriteLine($"{f.Id}: {f.Verdict.Name()}, {calls}, {Days(f)}");
        text.WriteLine($"  {string.Join(", ", f.Actions)} by account {Sanitize.Text(Account(f))}{owner}{images}");
        text.WriteLine($"  by {Some(f.Principals)}{services}");
        foreach (var ended in f.Ended.Take(MostNames))
            text.WriteLine($"  {Sanitize.Text(ended)}");
        FindingText.WriteDecision(text, f.DeniedBy, f.Triage, f.Advice);
    }

    public static string[] Cells(BacktestFinding f) =>
        [
            f.Id,
            f.Verdict.Name(),
            Quantity.Number(f.Calls),
            Quantity.Number(f.Succeeded),
            TimeText.Day(f.First),
            TimeText.Day(f.Last),
            Account(f),
            f.Owner,
            string.Join("; ", f.DeniedBy),
            FindingText.Outcome(f.Triage, f.Advice),
            FindingText.WhatToDo(f.Advice),
        ];

    private static void WriteUse(TextWriter text, CliContext context, BacktestReport report, bool markdown)
    {
        if (report.AllowList.IsEmpty)
            return;
        TrailHeading.Write(text, "Use of the allow list", markdown);
        text.Write(TableOutput.Of(context, UseHeaders, report.AllowList.Select(Cells), markdown));
    }

    public static string[] Cells(OwnerUse use) =>
        [
            use.Launches == 0 ? "none" : Quantity.Number(use.Launches),
            use.Owner.IamName,
            use.Kind,
            use.Name,
            TimeText.Day(use.Last),
        ];

    private static string Days(BacktestFinding f)
    {
        var (first, last) = (TimeText.Day(f.First), TimeText.Day(f.Last));
        return first == last ? first : $"{first} to {last}";
    }

    private static string Account(BacktestFinding f)
    {
        var unit = f.OrganizationalUnit.Length > 0 ? $" in {f.OrganizationalUnit}" : "";
        return FindingText.Account(f.Account, f.AccountName) + unit;
    }

    private static string Some(IReadOnlyCollection<string> names) => Sanitize.Text(Shortened.List(names, MostNames));
}
