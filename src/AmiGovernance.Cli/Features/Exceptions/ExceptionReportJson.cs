using System.Text.Json;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Exceptions;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>The report on exceptions for machines.</summary>
internal static class ExceptionReportJson
{
    public static string Render(ExceptionReport report) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteString("as_of", report.AsOf.Text());
            writer.WriteIfAny("average_days", report.AverageDays);
            writer.WriteStrings("extended_more_than_once", report.ExtendedMoreThanOnce.Select(s => s.Name));
            writer.WriteStrings("never_used", report.InForceWith(UseState.Unused).Select(s => s.Name));
            writer.WriteStrings("no_use_seen", report.InForceWith(UseState.NotSeen).Select(s => s.Name));
            writer.WriteStrings("looked_at", report.LookedAt);
            writer.WriteObjects("exceptions", report.Spans, WriteSpan);
            writer.WriteObjects("overdue", report.Overdue, WriteOverdue);
            writer.WriteObjects("teams", report.Teams, WriteTeam);
            writer.WriteObjects("months", report.Months, WriteMonth);
            writer.WriteObjects("service_levels", report.Steps, WriteStep);
            writer.WriteEndObject();
        });

    private static void WriteSpan(Utf8JsonWriter writer, ExceptionSpan span)
    {
        writer.WriteString("account_id", span.Account.Value);
        WriteFilled(writer, "ticket", span.Ticket);
        WriteFilled(writer, "type", span.Type);
        WriteFilled(writer, "team", span.Team);
        writer.WriteString("state", ReportCells.StateName(span.State));
        WriteFilled(writer, "note", span.Note);
        WriteFilled(writer, "assurance", ReportCells.Assurance(span));
        writer.WriteIfAny("from", span.Start);
        writer.WriteIfAny("until", span.End);
        writer.WriteIfAny("days", span.Days);
        writer.WriteStrings("earlier_ends", span.EarlierEnds.Select(e => e.Text()));
        if (span.Use is { } use)
            UseJson.WriteMembers(writer, use);
    }

    private static void WriteFilled(Utf8JsonWriter writer, string name, string value)
    {
        if (value.Length > 0)
            writer.WriteString(name, value);
    }

    private static void WriteOverdue(Utf8JsonWriter writer, OverdueStep step)
    {
        writer.WriteString("ticket", step.Ticket);
        writer.WriteString("account_id", step.Account.Value);
        writer.WriteString("step", step.Limit.Step);
        writer.WriteString("due", step.Limit.Due.Text());
        writer.WriteStrings("waits_for", step.WaitsFor);
    }

    private static void WriteTeam(Utf8JsonWriter writer, TeamShare team)
    {
        writer.WriteString("team", team.Team);
        writer.WriteNumber("expired", team.Expired);
        writer.WriteNumber("running", team.Running);
        writer.WriteNumber("waiting", team.Waiting);
        writer.WriteNumber("ended", team.Ended);
        writer.WriteNumber("days", team.Days);
        writer.WriteIfAny("next_end", team.NextEnd);
    }

    private static void WriteMonth(Utf8JsonWriter writer, MonthOfExceptions month)
    {
        writer.WriteString("month", ReportCells.Month(month));
        writer.WriteNumber("running", month.Running);
        writer.WriteNumber("started", month.Started);
        writer.WriteNumber("ended", month.Ended);
    }

    private static void WriteStep(Utf8JsonWriter writer, StepTimes step)
    {
        writer.WriteString("step", step.Step);
        writer.WriteNumber("done", step.Done);
        writer.WriteNumber("late", step.Late);
        writer.WriteNumber("overdue", step.Overdue);
        writer.WriteIfAny("average_business_days", step.AverageBusinessDays);
    }
}
