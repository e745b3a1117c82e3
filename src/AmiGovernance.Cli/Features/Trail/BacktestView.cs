using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Backtest;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>A backtest for people: what share of launches, then finding by finding what to do.</summary>
internal static class BacktestView
{
    /// <summary>Callers and images shown of a finding; JSON has more.</summary>
    private const int MostNames = 3;

    public static string Write(CliContext context, BacktestReport report, bool markdown, int top)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        text.WriteLine($"{TrailText.Read(report.Ledger, report.Unit)}{(markdown ? ".\n" : "")}");
        foreach (var remark in TrailText.Remarks(report.Ledger, report.Unit))
            text.WriteLine(markdown ? $"- {Markdown.Escape(remark)}" : $"  {Visible.Text(remark)}");
        text.WriteLine(markdown ? $"\n**{Summary(report)}**\n" : $"\n{Summary(report)}");
        if (markdown)
            WriteTable(text, report, top);
        else
            foreach (var finding in report.Findings.Take(top))
                WriteFinding(text, finding);
        if (report.Findings.Length > top)
            text.WriteLine($"\n… and {TrailText.Number(report.Findings.Length - top)} more findings");
        WriteUse(text, context, report, markdown);
        return text.ToString();
    }

    private static string Summary(BacktestReport report)
    {
        if (report.Findings.IsEmpty)
            return $"✅ none of the recorded calls would have been denied ({TrailText.Of(report.Launches, "launch", "launches")})";
        var shares = new[]
        {
            (Verdict.Denied, "would have been denied"),
            (Verdict.Marked, "are marked in audit mode and would be denied by enforcement"),
            (Verdict.Undecided, "depend on the owner of an image that is not known"),
        }
            .Select(v => (Count: report.LaunchesWith(v.Item1), v.Item2))
            .Where(v => v.Count > 0)
            .Select(v =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{v.Count:N0} ({100.0 * v.Count / Math.Max(1, report.Launches):0.#} %) {v.Item2}"
                )
            );
        var launches = string.Join("; ", shares);
        var open = report.Open.Count();
        return $"❌ {Plural.Of(open, "finding")} to decide on, {report.Findings.Length - open} closed; of {TrailText.Of(report.Launches, "launch", "launches")} {(launches.Length > 0 ? launches : "none would have been denied")}";
    }

    private static void WriteFinding(TextWriter text, BacktestFinding f)
    {
        text.WriteLine();
        text.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{f.Id}: {VerdictName(f.Verdict)}, {TrailText.Of(f.Calls, "call")} ({f.Succeeded:N0} succeeded), {Days(f)}"
            )
        );
        text.WriteLine(
            $"  {string.Join(", ", f.Actions)} by account {Visible.Text(Account(f))}{(f.Owner.Length > 0 ? $", images of {Visible.Text(f.Owner)}" : "")}{Some(f.Images, ": ")}"
        );
        text.WriteLine($"  by {Some(f.Principals, "")}{(f.Services.IsEmpty ? "" : $"; for {Some(f.Services, "")}")}");
        if (!f.DeniedBy.IsEmpty)
            text.WriteLine($"  denied by {Visible.Text(string.Join("; ", f.DeniedBy))}");
        if (f.Triage is { } triage)
            text.WriteLine($"  triage: {Visible.Text(Triage(triage))}");
        text.WriteLine($"  {OutcomeName(f.Advice.Outcome)}: {Visible.Text(f.Advice.Why)}");
        if (f.Advice.Command is { } command)
            text.WriteLine($"    $ {Visible.Text(command)}");
        if (f.Advice.Message is { } message)
            text.WriteLine($"    > {Visible.Text(message)}");
    }

    private static void WriteTable(TextWriter text, BacktestReport report, int top) =>
        text.Write(
            TableOutput.Markdown(
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
                ],
                report
                    .Findings.Take(top)
                    .Select(f =>
                        (string[])
                            [
                                f.Id,
                                VerdictName(f.Verdict),
                                TrailText.Number(f.Calls),
                                TrailText.Number(f.Succeeded),
                                TrailText.Day(f.First),
                                TrailText.Day(f.Last),
                                Account(f),
                                f.Owner,
                                string.Join("; ", f.DeniedBy),
                                f.Triage is { } triage ? $"triage: {Triage(triage)}" : OutcomeName(f.Advice.Outcome),
                                string.Join(
                                    " ",
                                    new[] { f.Advice.Why, f.Advice.Command is { } c ? $"`{c}`" : "" }.Where(t =>
                                        t.Length > 0
                                    )
                                ),
                            ]
                    )
            )
        );

    private static void WriteUse(TextWriter text, CliContext context, BacktestReport report, bool markdown)
    {
        if (report.AllowList.IsEmpty)
            return;
        text.WriteLine(markdown ? "\n### Use of the allow list\n" : "\nUSE OF THE ALLOW LIST");
        string[] headers = ["launches", "owner", "kind", "name", "last"];
        var rows = report.AllowList.Select(u =>
            (string[])
                [
                    u.Launches == 0 ? "none" : TrailText.Number(u.Launches),
                    u.Owner,
                    u.Kind,
                    u.Name,
                    TrailText.Day(u.Last),
                ]
        );
        text.Write(
            markdown
                ? TableOutput.Markdown(headers, rows)
                : TableOutput.Text(context, [.. headers.Select(h => h.ToUpperInvariant())], rows)
        );
    }

    public static string VerdictName(Verdict verdict) =>
        verdict switch
        {
            Verdict.Denied => "denied",
            Verdict.Marked => "marked",
            _ => "undecided",
        };

    public static string OutcomeName(TriageOutcome? outcome) =>
        outcome is { } known ? TriageEntry.OutcomeNames[(int)known] : "find out first";

    public static string Triage(TriageEntry entry) =>
        $"{(entry.Outcome is { } outcome ? TriageEntry.OutcomeNames[(int)outcome] : "undecided")}, {TriageEntry.StateNames[(int)entry.State]}{(entry.Reason.Length > 0 ? $": {entry.Reason}" : "")}{(entry.Ticket.Length > 0 ? $" ({entry.Ticket})" : "")}";

    private static string Days(BacktestFinding f) =>
        TrailText.Day(f.First) == TrailText.Day(f.Last)
            ? TrailText.Day(f.First)
            : $"{TrailText.Day(f.First)} to {TrailText.Day(f.Last)}";

    private static string Account(BacktestFinding f) =>
        $"{f.Account}{(f.AccountName.Length > 0 ? $" {f.AccountName}" : "")}{(f.OrganizationalUnit.Length > 0 ? $" in {f.OrganizationalUnit}" : "")}";

    private static string Some(IReadOnlyCollection<string> names, string before) =>
        names.Count == 0
            ? ""
            : Visible.Text(
                before
                    + string.Join(", ", names.Take(MostNames))
                    + (
                        names.Count > MostNames
                            ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - MostNames} more")
                            : ""
                    )
            );
}
