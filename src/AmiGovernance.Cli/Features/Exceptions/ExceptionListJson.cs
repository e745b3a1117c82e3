using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>Exceptions and requests for machines.</summary>
internal static class ExceptionListJson
{
    public static string Render(ImmutableArray<ExceptionOverview> rows, DateOnly day) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteString("as_of", day.Text());
            writer.WriteObjects("exceptions", rows, (json, row) => Write(json, row, day));
            writer.WriteEndObject();
        });

    private static void Write(Utf8JsonWriter writer, ExceptionOverview row, DateOnly day)
    {
        if (row.Entry is { } entry)
            WriteEntry(writer, entry);
        else if (row.Request is { } waiting)
            WriteAsked(writer, waiting.Case.Request, waiting.State);
        if (row.Request is { } request)
            WriteRequest(writer, request, row, day);
    }

    private static void WriteEntry(Utf8JsonWriter writer, ExceptionStatus status)
    {
        var exception = status.Exception;
        writer.WriteString("account_id", exception.AccountId.Value);
        writer.WriteString("state", ExceptionList.StateName(status.State));
        writer.WriteIfAny("expires_on", exception.ExpiresOn);
        writer.WriteIfAny("days_left", status.DaysLeft);
        writer.WriteIfAny("total_days", status.TotalDays);
        writer.WriteIfAny("type", exception.Type);
        writer.WriteIfAny("ticket", exception.Ticket);
        writer.WriteIfAny("reason", exception.Reason);
        writer.WriteIfAny("requested_by", exception.RequestedBy);
    }

    private static void WriteAsked(Utf8JsonWriter writer, ExceptionRequest request, RequestState state)
    {
        writer.WriteString("account_id", request.Account.Value);
        writer.WriteString("state", state.Name());
        writer.WriteString("type", request.Type);
        writer.WriteString("ticket", request.Ticket);
        writer.WriteString("reason", request.BusinessJustification);
        writer.WriteString("requested_by", request.RequestedBy);
    }

    private static void WriteRequest(Utf8JsonWriter writer, CaseStatus status, ExceptionOverview row, DateOnly day)
    {
        writer.WriteStartObject("request");
        writer.WriteString("state", status.State.Name());
        writer.WriteNumber("extension", status.Newest.Part.Number);
        writer.WriteNumber("duration_days", status.Newest.Part.DurationDays);
        writer.WriteIfAny("approved_until", status.ApprovedEnd);
        writer.WriteStrings("missing_approvals", status.Newest.Missing);
        writer.WriteTimeLimits(row.Limits, day);
        writer.WriteEndObject();
    }
}
