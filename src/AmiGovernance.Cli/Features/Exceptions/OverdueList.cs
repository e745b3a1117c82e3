using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Process;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>What waits for longer than it may, and for whom.</summary>
internal static class OverdueList
{
    private static readonly string[] Headers = ["ticket", "account", "step", "due", "days late", "waits for"];

    public static string Text(CliContext context, CaseList list, DateOnly day) =>
        list.Rows.IsEmpty
            ? UnreadLines.OrNothing("nothing is overdue\n", list.NotRead)
            : TableOutput.Text(context, [.. Headers.Select(h => h.ToUpperInvariant())], Rows(list.Rows, day))
                + UnreadLines.Text(list.NotRead);

    public static MarkdownText Markdown(CaseList list, DateOnly day) =>
        MarkdownText.Concat([TableOutput.Markdown(Headers, Rows(list.Rows, day)), UnreadLines.Markdown(list.NotRead)]);

    private static IEnumerable<string[]> Rows(ImmutableArray<ExceptionOverview> rows, DateOnly day) =>
        rows.SelectMany(row => row.Request is { } status ? Rows(status, row.Overdue(day), day) : []);

    private static IEnumerable<string[]> Rows(CaseStatus status, IEnumerable<TimeLimit> overdue, DateOnly day) =>
        overdue.Select(limit => Cells(status, limit, day));

    private static string[] Cells(CaseStatus status, TimeLimit limit, DateOnly day) =>
        [
            status.Case.Ticket,
            status.Case.Request.Account.Value,
            limit.Step,
            limit.Due.Text(),
            (day.DayNumber - limit.Due.DayNumber).ToString(CultureInfo.InvariantCulture),
            CaseWords.WaitsFor(status.Newest.Missing),
        ];
}
