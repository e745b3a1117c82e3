using System.Globalization;
using System.Text.Json;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Features.Verification;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Cli.Features.Verification;

/// <summary>A verification for machines: every line by itself.</summary>
internal static class VerificationJson
{
    private static readonly string[] ItemNames =
    [
        "approved_launches",
        "other_launches",
        "creation",
        "copy_and_import",
        "public_sharing",
        "exceptions",
        "cloudtrail",
    ];

    private static readonly string[] EvidenceNames =
    [
        "dry_run",
        "launch",
        "image_mark",
        "settings",
        "effective_policy",
        "policy_text",
        "cloudtrail",
    ];

    public static string Write(VerificationReport report) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteString(
                "at",
                report.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            );
            writer.WriteString(
                "result",
                report.HasUnexpected ? "not_as_expected"
                    : report.IsIncomplete ? "incomplete"
                    : "as_expected"
            );
            writer.WriteStartArray("accounts");
            foreach (var account in report.Accounts)
            {
                writer.WriteStartObject();
                writer.WriteString("account", account.Account);
                writer.WriteString("name", account.Name);
                writer.WriteString("role", account.Role);
                writer.WriteString("mode", account.Mode.Name());
                writer.WriteString("mode_source", account.ModeSource);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteStartArray("regions");
            foreach (var region in report.Regions)
                writer.WriteStringValue(region);
            writer.WriteEndArray();
            writer.WriteStartArray("checklist");
            foreach (var item in VerificationReport.Checklist)
            {
                writer.WriteStartObject();
                writer.WriteString("item", ItemNames[(int)item]);
                writer.WriteString("text", VerificationView.Items[(int)item]);
                writer.WriteString("result", Name(report.ResultOf(item)));
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteStartArray("checks");
            foreach (var line in report.Lines)
                Write(writer, line);
            writer.WriteEndArray();
            writer.WriteStartArray("not_verified");
            foreach (var gap in report.Gaps)
            {
                writer.WriteStartObject();
                writer.WriteString("account", gap.Account);
                writer.WriteString("region", gap.Region);
                writer.WriteString("reason", gap.Reason);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    private static void Write(Utf8JsonWriter writer, VerificationLine line)
    {
        writer.WriteStartObject();
        writer.WriteString("item", ItemNames[(int)line.Item]);
        writer.WriteString("test", line.What);
        writer.WriteString("account", line.Account);
        writer.WriteString("region", line.Region);
        writer.WriteString("evidence", EvidenceNames[(int)line.Evidence]);
        writer.WriteString("subject", line.Subject);
        writer.WriteString("subject_source", line.SubjectSource);
        writer.WriteString("expected", line.Expected);
        writer.WriteString("actual", line.Actual);
        writer.WriteString("result", Name(line.Result));
        writer.WriteString("note", line.Note);
        writer.WriteString("event_id", line.EventId);
        if (line.Answer is { } answer)
        {
            writer.WriteStartObject("answer");
            writer.WriteString("operation", answer.Operation);
            writer.WriteString("code", answer.Code);
            writer.WriteString("message", answer.Message);
            if (answer.RequestId is { } id)
                writer.WriteString("request_id", id);
            else
                writer.WriteNull("request_id");
            writer.WriteEndObject();
        }
        else
            writer.WriteNull("answer");
        writer.WriteEndObject();
    }

    private static string Name(LineResult result) =>
        VerificationView.Word(result).Replace(" for", "", StringComparison.Ordinal).Replace(' ', '_');
}
