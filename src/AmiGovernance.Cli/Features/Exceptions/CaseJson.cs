using System.Text.Json;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>The story of one exception for machines.</summary>
internal static class CaseJson
{
    public static string Render(ExceptionStory story, DateOnly day) =>
        ReportJson.Write(writer =>
        {
            var (entry, status) = (story.Overview.Entry, story.Overview.Request);
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteString("as_of", day.Text());
            if (status is not null)
            {
                writer.WriteString("ticket", status.Case.Ticket);
                writer.WriteString("state", CaseStatus.StateNames[(int)status.State]);
                if (status.ApprovedEnd is { } until)
                    writer.WriteString("approved_until", until.Text());
                writer.WriteStartObject("request");
                status.Case.Request.WriteMembers(writer);
                writer.WriteEndObject();
                writer.WriteStartArray("parts");
                foreach (var part in status.Parts)
                    WritePart(writer, status, part);
                writer.WriteEndArray();
                if (status.Case.End is { } end)
                    WriteRecord(writer, "end", end);
            }
            if (entry is not null)
            {
                writer.WriteStartObject("entry");
                writer.WriteString("account_id", entry.Exception.AccountId.Value);
                writer.WriteString("state", ExceptionList.StateName(entry.State));
                if (entry.Exception.ExpiresOn is { } expires)
                    writer.WriteString("expires_on", expires.Text());
                writer.WriteEndObject();
            }
            writer.WriteStartArray("time_limits");
            foreach (var limit in story.Overview.Limits)
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
            WriteCommits(writer, story);
            writer.WriteStrings("deployments", story.Deployments.Select(d => d.Deployment));
            if (story.Use.Looked && story.Account is { } account)
                UseText.Write(writer, story.Use, account, story.Answer(day));
            writer.WriteStrings(
                "not_looked",
                ((string[])["commits", "use of the images"]).Where(n =>
                    n == "commits" ? story.Commits is null : !story.Use.Looked
                )
            );
            writer.WriteEndObject();
        });

    private static void WritePart(Utf8JsonWriter writer, CaseStatus status, PartStatus part)
    {
        writer.WriteStartObject();
        writer.WriteNumber("extension", part.Part.Number);
        writer.WriteString("state", CaseStatus.StateNames[(int)status.Of(part)]);
        writer.WriteNumber("duration_days", part.Part.DurationDays);
        writer.WriteString("version", part.Part.Digest);
        writer.WriteString("requested_at", part.Part.RequestedAt.IsoText());
        writer.WriteString("requester", part.Part.Requester.ToString());
        writer.WriteStrings("missing_approvals", part.Missing);
        writer.WriteStartArray("decisions");
        foreach (var decision in part.Rejection is { } no ? part.Approvals.Add(no) : part.Approvals)
        {
            writer.WriteStartObject();
            writer.WriteString("role", decision.Role);
            writer.WriteString("event", decision.Record.EventName);
            writer.WriteString("by", decision.Record.By.ToString());
            writer.WriteString("at", decision.Record.At.IsoText());
            writer.WriteString("reason", decision.Record.Reason);
            if (decision.Commit is { } commit)
                writer.WriteString("commit", commit.Id);
            if (decision.Commit is { } signed)
                writer.WriteBoolean("signed", signed.Signature == CommitSignature.Good);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        if (status.Case.Implementation(part.Part) is { } implemented)
            WriteRecord(writer, "implemented", implemented);
        writer.WriteEndObject();
    }

    private static void WriteRecord(Utf8JsonWriter writer, string name, RequestRecord record)
    {
        writer.WriteStartObject(name);
        writer.WriteString("event", record.EventName);
        writer.WriteString("at", record.At.IsoText());
        writer.WriteString("by", record.By.ToString());
        if (record.ExpiresOn is { } end)
            writer.WriteString("expires_on", end.Text());
        if (record.Reason is { } reason)
            writer.WriteString("reason", reason);
        writer.WriteEndObject();
    }

    private static void WriteCommits(Utf8JsonWriter writer, ExceptionStory story)
    {
        if (story.Commits is not { } commits)
            return;
        writer.WriteStartArray("commits");
        foreach (var commit in commits)
        {
            writer.WriteStartObject();
            writer.WriteString("id", commit.Facts.Id);
            writer.WriteString("at", commit.At.IsoText());
            writer.WriteString("author", commit.Facts.Author.ToString());
            writer.WriteString("subject", commit.Subject);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
