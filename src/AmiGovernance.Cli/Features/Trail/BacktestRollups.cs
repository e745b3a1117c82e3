using System.Collections.Immutable;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Backtest;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>What a backtest says before its findings: what to decide first, the trend, what still happens, and who is hit most.</summary>
internal static class BacktestRollups
{
    /// <summary>What to decide first.</summary>
    private const int MostFirst = 3;

    /// <summary>Rows of the trend; JSON and HTML have all weeks.</summary>
    private const int MostWeeks = 13;

    /// <summary>More than of others: each is one decision, and a stranger may hide behind few launches.</summary>
    private const int MostOwners = 10;

    /// <summary>Rows of each other roll-up.</summary>
    private const int MostShares = 5;

    public static readonly string[] WeekHeaders = ["week of", "launches", "would be denied", "marked", "undecided"];

    public static readonly string[] OwnerHeaders = ["what to decide", "findings", "accounts", "launches"];

    private static readonly (RollupDimension By, string Title, string Header)[] Dimensions =
    [
        (RollupDimension.Unit, "By organizational unit", "unit"),
        (RollupDimension.Account, "By account", "account"),
        (RollupDimension.Principal, "By caller", "caller"),
        (RollupDimension.Advice, "By what is proposed", "outcome"),
    ];

    public static void Write(TextWriter text, CliContext context, BacktestReport report, bool markdown)
    {
        WriteFirst(text, report, markdown);
        if (Recent(report) is { Length: > 0 } recent)
            text.WriteLine(markdown ? MarkdownText.Of($"\n{recent}").ToString() : $"\n{recent}");
        foreach (var table in Tables(report))
        {
            TrailHeading.Write(text, table.Title, markdown);
            text.Write(TableOutput.Of(context, table.Headers, table.Rows.Take(table.Shown), markdown));
            TrailHeading.WriteRest(text, table.Rows.Count - table.Shown, table.More, markdown);
        }
    }

    /// <summary>Empty when nothing is open, or nobody can tell.</summary>
    public static string Recent(BacktestReport report)
    {
        if (report.Recent is not { } recent || !report.Open.Any())
            return "";
        var end = recent.IsEndOfTrail ? "last 7 days of the trail" : "7 days up to the last call that counts";
        var days = $"in the {end} ({recent.From.Text()} to {recent.To.Text()})";
        return recent.Findings == 0
            ? $"Nothing of this happened {days}."
            : $"Still happening: {Quantity.Of(recent.Findings, "finding")} with {Quantity.Of(recent.Succeeded, "call")} that succeeded {days}.";
    }

    /// <summary>Owners, then each dimension that tells some apart; the trend first. Rows in full.</summary>
    public static IEnumerable<RollupTable> Tables(BacktestReport report)
    {
        if (report.Findings.IsEmpty)
            yield break;
        // The newest first, so that what is cut is the oldest.
        string[][] weeks = [.. Trend(report.Weeks)];
        if (weeks.Length > 1)
            yield return new RollupTable("By week", WeekHeaders, weeks, MostWeeks) { More = "earlier row" };
        if (report.ByOwner.Length > MostFirst)
            yield return new RollupTable(
                "By owner of the images",
                OwnerHeaders,
                [.. report.ByOwner.Select(Cells)],
                MostOwners
            );
        foreach (var table in Shares(report))
            yield return table;
    }

    /// <summary>By each dimension that tells some apart.</summary>
    public static IEnumerable<RollupTable> Shares(BacktestReport report)
    {
        foreach (var (by, title, header) in Dimensions)
        {
            string[][] rows = [.. report.Shares.Where(s => s.By == by).Select(Cells)];
            string[] headers = [header, .. ShareHeaders(by)];
            if (rows.Length > 0)
                yield return new RollupTable(title, headers, rows, MostShares);
        }
    }

    /// <summary>An account is one account.</summary>
    private static string[] ShareHeaders(RollupDimension by) =>
        by == RollupDimension.Account ? ["findings", "calls", "last"] : ["findings", "calls", "accounts", "last"];

    /// <summary>
    /// The newest first. Weeks without launches that follow each other are one row: nobody may have launched, or files are missing.
    /// </summary>
    private static IEnumerable<string[]> Trend(ImmutableArray<LaunchWeek> weeks)
    {
        for (var to = weeks.Length - 1; to >= 0; to--)
        {
            var from = to;
            while (from > 0 && weeks[from].All == 0 && weeks[from - 1].All == 0)
                from--;
            var cells = Cells(weeks[to]);
            if (from < to)
                cells[0] = $"{weeks[from].Monday.Text()} to {weeks[to].Monday.Text()}";
            yield return cells;
            to = from;
        }
    }

    public static string[] Cells(LaunchWeek week) =>
        [
            week.Monday.Text(),
            Quantity.Number(week.All),
            Part(week.Denied, week.All),
            Part(week.Marked, week.All),
            Part(week.Undecided, week.All),
        ];

    private static void WriteFirst(TextWriter text, BacktestReport report, bool markdown)
    {
        if (report.ByOwner.IsEmpty)
            return;
        TrailHeading.Write(text, "Decide first", markdown);
        foreach (var (number, rollup) in report.ByOwner.Take(MostFirst).Index())
        {
            var settles = $"settles {Settled(rollup, report)}";
            if (markdown)
            {
                var command = rollup.Command.IsEmpty
                    ? MarkdownText.Empty
                    : MarkdownText.Of($": {SuggestedCommand.Of(rollup.Command)}");
                text.WriteLine($"{number + 1}. {MarkdownText.Of($"{rollup.Action}; {settles}")}{command}");
                continue;
            }
            text.WriteLine($"  {number + 1}. {Sanitize.Text(rollup.Action)}");
            text.WriteLine($"     {settles}");
            if (!rollup.Command.IsEmpty)
                text.WriteLine($"     $ {rollup.Command}");
        }
    }

    private static string Settled(OwnerRollup rollup, BacktestReport report)
    {
        var all = report.ByOwner.Sum(r => r.Settles);
        var launches = Quantity.Of(rollup.Count, "launch", "launches");
        return $"{Quantity.Number(rollup.Settles)} of {Quantity.Of(all, "finding")}: {launches} in {Quantity.Of(rollup.Accounts.Length, "account")}";
    }

    private static string[] Cells(OwnerRollup rollup) =>
        [
            rollup.Action,
            Quantity.Number(rollup.Settles),
            Quantity.Number(rollup.Accounts.Length),
            Quantity.Number(rollup.Count),
        ];

    private static string[] Cells(BacktestShare share) =>
        [
            share.By == RollupDimension.Advice ? share.Label.Replace('_', ' ') : share.Label,
            Quantity.Number(share.Findings),
            Quantity.Number(share.Succeeded),
            .. share.By == RollupDimension.Account ? [] : new[] { Quantity.Number(share.Accounts) },
            TimeText.Day(share.Last),
        ];

    private static string Part(long part, long all) => part == 0 ? "" : BacktestSummary.Share(part, all);
}

/// <param name="Shown">Rows in text and Markdown.</param>
internal sealed record RollupTable(string Title, string[] Headers, IReadOnlyList<string[]> Rows, int Shown)
{
    /// <summary>One of the rows that are not shown.</summary>
    public string More { get; init; } = "more row";
}
