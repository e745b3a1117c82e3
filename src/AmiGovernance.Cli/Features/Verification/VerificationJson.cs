using System.Globalization;
using System.Text.Json;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Verification;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Cli.Features.Verification;

/// <summary>A verification for machines: every line by itself.</summary>
internal static class VerificationJson
{
    public static string Write(VerificationReport report) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteString(
                "at",
                report.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            );
            writer.WriteString("result", ResultOf(report));
            WriteAll(writer, "accounts", report.Accounts, Write);
            writer.WriteStrings("regions", report.Regions.Select(r => r.Value));
            WriteAll(writer, "checklist", VerificationReport.Checklist, (w, item) => Write(w, item, report));
            WriteAll(writer, "checks", report.Lines, Write);
            WriteAll(writer, "not_verified", report.Gaps, Write);
            writer.WriteEndObject();
        });

    private static string ResultOf(VerificationReport report)
    {
        if (report.HasUnexpected)
            return "not_as_expected";
        return report.Looked.IsComplete ? "as_expected" : "incomplete";
    }

    private static void WriteAll<T>(
        Utf8JsonWriter writer,
        string name,
        IEnumerable<T> values,
        Action<Utf8JsonWriter, T> writeMembers
    )
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStartObject();
            writeMembers(writer, value);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, VerifiedAccount account)
    {
        writer.WriteString("account", account.Id.Value);
        writer.WriteString("name", account.Name);
        writer.WriteString("role", account.Role);
        writer.WriteString("mode", account.Mode.Name());
        writer.WriteString("mode_source", account.ModeSource);
    }

    private static void Write(Utf8JsonWriter writer, ChecklistItem item, VerificationReport report)
    {
        writer.WriteString("item", VerificationWords.Of(item).Name);
        writer.WriteString("text", VerificationWords.Of(item).Text);
        writer.WriteString("result", VerificationWords.Of(report.ResultOf(item)).Name);
    }

    private static void Write(Utf8JsonWriter writer, VerificationGap gap)
    {
        writer.WriteString("account", gap.Account?.Value ?? "");
        writer.WriteString("region", gap.Region?.Value ?? "");
        writer.WriteString("reason", gap.Reason);
    }

    private static void Write(Utf8JsonWriter writer, VerificationLine line)
    {
        writer.WriteString("item", VerificationWords.Of(line.Item).Name);
        writer.WriteString("test", line.What);
        writer.WriteString("account", line.Account.Value);
        writer.WriteString("region", line.Region?.Value ?? "");
        writer.WriteString("evidence", VerificationWords.Of(line.Evidence).Name);
        writer.WriteString("subject", line.Subject);
        writer.WriteString("subject_source", line.SubjectSource);
        writer.WriteString("expected", line.Expected);
        writer.WriteString("actual", line.Actual);
        writer.WriteString("result", VerificationWords.Of(line.Result).Name);
        writer.WriteString("note", line.Note);
        writer.WriteString("event_id", line.EventId);
        if (line.Answer is { } answer)
            Write(writer, answer);
        else
            writer.WriteNull("answer");
    }

    private static void Write(Utf8JsonWriter writer, CallAnswer answer)
    {
        writer.WriteStartObject("answer");
        writer.WriteString("operation", answer.Operation);
        writer.WriteString("code", answer.Code);
        writer.WriteString("message", answer.Message);
        writer.WriteString("request_id", answer.RequestId);
        writer.WriteEndObject();
    }
}
