using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>Exceptions and requests in one table.</summary>
internal static class ExceptionList
{
    private const int BarWidth = 10;

    private static readonly string[] Headers =
    [
        "account",
        "type",
        "ticket",
        "expires",
        "days left",
        "time used",
        "state",
        "reason",
    ];

    public static string Text(CliContext context, CaseList list, DateOnly day) =>
        list.Rows.IsEmpty
            ? UnreadLines.OrNothing("no exceptions\n", list.NotRead)
            : TableOutput.Text(
                context,
                [.. Headers.Select(h => h.ToUpperInvariant())],
                list.Rows.Select(r => Cells(r, day))
            ) + UnreadLines.Text(list.NotRead);

    public static MarkdownText Markdown(CaseList list, DateOnly day) =>
        MarkdownText.Concat([
            TableOutput.Markdown(Headers, list.Rows.Select(r => Cells(r, day))),
            UnreadLines.Markdown(list.NotRead),
        ]);

    private static string[] Cells(ExceptionOverview row, DateOnly day)
    {
        var late = row.Overdue(day).Any() ? ", overdue" : "";
        return row switch
        {
            { Entry: { } entry } => EntryCells(entry, row.Request, late),
            { Request: { } request } => RequestCells(request, row.EndBefore, late),
            _ => [],
        };
    }

    private static string[] EntryCells(ExceptionStatus entry, CaseStatus? request, string late)
    {
        var exception = entry.Exception;
        return
        [
            exception.AccountId.Value,
            exception.Type ?? "",
            exception.Ticket ?? "",
            exception.ExpiresOn?.Text() ?? "never",
            entry.DaysLeft?.ToString(CultureInfo.InvariantCulture) ?? "",
            Bar(entry.UsedShare),
            entry.State.Name() + Waiting(request, late),
            exception.Reason ?? "",
        ];
    }

    /// <summary>An extension that is waited for while the exception runs; empty when there is none.</summary>
    private static string Waiting(CaseStatus? request, string late) =>
        request?.State.IsWaiting() == true ? $"; {request.Newest.Part.Name} {request.State.Words()}{late}" : "";

    private static string[] RequestCells(CaseStatus status, DateOnly? over, string late)
    {
        var request = status.Case.Request;
        var end = (status.State == RequestState.Approved ? status.ApprovedEnd : over)?.Text();
        return
        [
            request.Account.Value,
            request.Type,
            request.Ticket,
            end ?? $"for {Plural.Of(status.Newest.Part.DurationDays, "day")}",
            "",
            "",
            status.State.Words() + late,
            request.BusinessJustification,
        ];
    }

    private static string Bar(double? share)
    {
        if (share is not { } used)
            return "";
        var full = (int)Math.Round(used * BarWidth, MidpointRounding.AwayFromZero);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{new string('█', full)}{new string('░', BarWidth - full)} {used * 100:0} %"
        );
    }
}
