using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>A request, its extensions and what was decided on them, for machines.</summary>
internal static class RequestJson
{
    /// <summary>Its members, into an object that is open.</summary>
    public static void Write(Utf8JsonWriter writer, CaseStatus status)
    {
        writer.WriteString("ticket", status.Case.Ticket);
        writer.WriteString("state", status.State.Name());
        writer.WriteIfAny("approved_until", status.ApprovedEnd);
        writer.WriteStartObject("request");
        status.Case.Request.WriteMembers(writer);
        writer.WriteEndObject();
        writer.WriteObjects("parts", status.Parts, (json, part) => WritePart(json, status, part));
        WriteRecord(writer, "end", status.Case.End);
    }

    private static void WritePart(Utf8JsonWriter writer, CaseStatus status, PartStatus judged)
    {
        var part = judged.Part;
        writer.WriteNumber("extension", part.Number);
        writer.WriteString("state", status.Of(judged).Name());
        writer.WriteNumber("duration_days", part.DurationDays);
        writer.WriteString("version", part.Digest);
        writer.WriteString("requested_at", part.RequestedAt.IsoText());
        writer.WriteString("requester", part.Requester.ToString());
        writer.WriteStrings("missing_approvals", judged.Missing);
        writer.WriteObjects("decisions", judged.Decisions, WriteDecision);
        WriteRecord(writer, "implemented", status.Case.Implementation(part));
    }

    private static void WriteDecision(Utf8JsonWriter writer, Decision decision)
    {
        writer.WriteString("role", decision.Role);
        writer.WriteString("event", decision.Record.EventName);
        writer.WriteString("by", decision.Record.By.ToString());
        writer.WriteString("at", decision.Record.At.IsoText());
        writer.WriteString("reason", decision.Record.Reason);
        if (decision.Commit is { } commit)
            writer.WriteString("commit", commit.Id);
        if (decision.Assurance is { } assurance)
            writer.WriteString("assurance", Assurances.Names.Of(assurance));
    }

    /// <param name="record">Null writes nothing.</param>
    private static void WriteRecord(Utf8JsonWriter writer, string name, RequestRecord? record)
    {
        if (record is null)
            return;
        writer.WriteStartObject(name);
        writer.WriteString("event", record.EventName);
        writer.WriteString("at", record.At.IsoText());
        writer.WriteString("by", record.By.ToString());
        writer.WriteIfAny("expires_on", record.ExpiresOn);
        writer.WriteIfAny("reason", record.Reason);
        writer.WriteEndObject();
    }
}
