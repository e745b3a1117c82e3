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
            if (report.AverageDays is { } average)
                writer.WriteNumber("average_days", Math.Round(average, 1));
            writer.WriteStrings("extended_more_than_once", report.ExtendedMoreThanOnce.Select(s => s.Name));
            writer.WriteStrings("never_used", report.InForceWith(UseState.Unused).Select(s => s.Name));
            writer.WriteStrings("no_use_seen", report.InForceWith(UseState.NotSeen).Select(s => s.Name));
            writer.WriteStrings("looked_at", report.LookedAt);
            WriteArray(
                writer,
                "exceptions",
                report.Spans,
                span =>
                {
                    writer.WriteString("account_id", span.Account.Value);
                    foreach (
                        var (name, value) in new[] { ("ticket", span.Ticket), ("type", span.Type), ("team", span.Team) }
                    )
                        if (value.Length > 0)
                            writer.WriteString(name, value);
                    writer.WriteString("state", ExceptionReportTables.StateName(span.State));
                    if (span.Note.Length > 0)
                        writer.WriteString("note", span.Note);
                    if (span.Start is { } start)
                        writer.WriteString("from", start.Text());
                    if (span.End is { } end)
                        writer.WriteString("until", end.Text());
                    if (span.Days is { } days)
                        writer.WriteNumber("days", days);
                    writer.WriteStrings("earlier_ends", span.EarlierEnds.Select(e => e.Text()));
                    if (span.Use is not { } use)
                        return;
                    UseText.WriteMembers(writer, use);
                }
            );
            WriteArray(
                writer,
                "overdue",
                report.Overdue,
                step =>
                {
                    writer.WriteString("ticket", step.Ticket);
                    writer.WriteString("account_id", step.Account.Value);
                    writer.WriteString("step", step.Limit.Step);
                    writer.WriteString("due", step.Limit.Due.Text());
                    writer.WriteStrings("waits_for", step.WaitsFor);
                }
            );
            WriteArray(
                writer,
                "teams",
                report.Teams,
                team =>
                {
                    writer.WriteString("team", team.Team);
                    writer.WriteNumber("expired", team.Expired);
                    writer.WriteNumber("running", team.Running);
                    writer.WriteNumber("waiting", team.Waiting);
                    writer.WriteNumber("ended", team.Ended);
                    writer.WriteNumber("days", team.Days);
                    if (team.NextEnd is { } next)
                        writer.WriteString("next_end", next.Text());
                }
            );
            WriteArray(
                writer,
                "months",
                report.Months,
                month =>
                {
                    writer.WriteString("month", ExceptionReportTables.Month(month));
                    writer.WriteNumber("running", month.Running);
                    writer.WriteNumber("started", month.Started);
                    writer.WriteNumber("ended", month.Ended);
                }
            );
            WriteArray(
                writer,
                "service_levels",
                report.Steps,
                step =>
                {
                    writer.WriteString("step", step.Step);
                    writer.WriteNumber("done", step.Done);
                    writer.WriteNumber("late", step.Late);
                    writer.WriteNumber("overdue", step.Overdue);
                    if (step.AverageBusinessDays is { } mean)
                        writer.WriteNumber("average_business_days", Math.Round(mean, 1));
                }
            );
            writer.WriteEndObject();
        });

    private static void WriteArray<T>(Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<T> write)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStartObject();
            write(item);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
