using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
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

    public static string Text(CliContext context, ImmutableArray<ExceptionOverview> rows, DateOnly day) =>
        rows.IsEmpty
            ? "no exceptions\n"
            : TableOutput.Text(
                context,
                [.. Headers.Select(h => h.ToUpperInvariant())],
                rows.Select(r => Cells(r, day))
            );

    public static string Markdown(ImmutableArray<ExceptionOverview> rows, DateOnly day) =>
        TableOutput.Markdown(Headers, rows.Select(r => Cells(r, day)));

    private static string[] Cells(ExceptionOverview row, DateOnly day)
    {
        var late = row.Overdue(day).Any() ? ", overdue" : "";
        if (row.Entry is { Exception: var exception } status)
            return
            [
                exception.AccountId.Value,
                exception.Type ?? "",
                exception.Ticket ?? "",
                exception.ExpiresOn?.Text() ?? "never",
                status.DaysLeft?.ToString(CultureInfo.InvariantCulture) ?? "",
                Bar(status.UsedShare),
                StateName(status.State)
                    + (
                        row.Request is { State: RequestState.InReview or RequestState.Approved } asked
                            ? $"; {asked.Newest.Part.Name} {Words(asked.State)}{late}"
                            : ""
                    ),
                exception.Reason ?? "",
            ];
        if (row.Request is not { Case.Request: var request } waiting)
            return [];
        var end = waiting.State == RequestState.Approved ? waiting.ApprovedEnd?.Text() : null;
        return
        [
            request.Account.Value,
            request.Type,
            request.Ticket,
            end ?? $"for {Plural.Of(waiting.Newest.Part.DurationDays, "day")}",
            "",
            "",
            Words(waiting.State) + late,
            request.BusinessJustification,
        ];
    }

    private static string Words(RequestState state) => CaseStatus.StateNames[(int)state].Replace('_', ' ');

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

    public static string StateName(ExceptionState state) =>
        state switch
        {
            ExceptionState.Active => "active",
            ExceptionState.Expiring => "expiring",
            _ => "expired",
        };

    public static string Json(ImmutableArray<ExceptionOverview> rows, DateOnly day) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteString("as_of", day.Text());
            writer.WriteStartArray("exceptions");
            foreach (var row in rows)
                Write(writer, row, day);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    private static void Write(Utf8JsonWriter writer, ExceptionOverview row, DateOnly day)
    {
        writer.WriteStartObject();
        if (row.Entry is { } status)
            WriteEntry(writer, status);
        else if (row.Request is { Case.Request: var request } waiting)
        {
            writer.WriteString("account_id", request.Account.Value);
            writer.WriteString("state", CaseStatus.StateNames[(int)waiting.State]);
            writer.WriteString("type", request.Type);
            writer.WriteString("ticket", request.Ticket);
            writer.WriteString("reason", request.BusinessJustification);
            writer.WriteString("requested_by", request.RequestedBy);
        }
        if (row.Request is { } asked)
            WriteRequest(writer, asked, row, day);
        writer.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter writer, ExceptionStatus status)
    {
        var exception = status.Exception;
        writer.WriteString("account_id", exception.AccountId.Value);
        writer.WriteString("state", StateName(status.State));
        if (exception.ExpiresOn is { } end)
            writer.WriteString("expires_on", end.Text());
        if (status.DaysLeft is { } left)
            writer.WriteNumber("days_left", left);
        if (status.TotalDays is { } total)
            writer.WriteNumber("total_days", total);
        if (exception.Type is not null)
            writer.WriteString("type", exception.Type);
        if (exception.Ticket is not null)
            writer.WriteString("ticket", exception.Ticket);
        if (exception.Reason is not null)
            writer.WriteString("reason", exception.Reason);
        if (exception.RequestedBy is not null)
            writer.WriteString("requested_by", exception.RequestedBy);
    }

    private static void WriteRequest(Utf8JsonWriter writer, CaseStatus status, ExceptionOverview row, DateOnly day)
    {
        writer.WriteStartObject("request");
        writer.WriteString("state", CaseStatus.StateNames[(int)status.State]);
        writer.WriteNumber("extension", status.Newest.Part.Number);
        writer.WriteNumber("duration_days", status.Newest.Part.DurationDays);
        if (status.ApprovedEnd is { } end)
            writer.WriteString("approved_until", end.Text());
        writer.WriteStrings("missing_approvals", status.Newest.Missing);
        writer.WriteStartArray("time_limits");
        foreach (var limit in row.Limits)
        {
            writer.WriteStartObject();
            writer.WriteString("step", limit.Step);
            writer.WriteString("due", limit.Due.Text());
            if (limit.Done is { } done)
                writer.WriteString("done", done.Text());
            writer.WriteBoolean("overdue", limit.IsOverdue(day));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
