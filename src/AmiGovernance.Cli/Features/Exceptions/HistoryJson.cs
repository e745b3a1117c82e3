using System.Text.Json;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>The history of one exception for machines.</summary>
internal static class HistoryJson
{
    public static string Render(ExceptionHistory history, DateOnly day) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteString("as_of", day.Text());
            if (history.Overview.Request is { } status)
                RequestJson.Write(writer, status);
            if (history.Overview.Entry is { } entry)
                WriteEntry(writer, entry);
            writer.WriteTimeLimits(history.Overview.Limits, day);
            if (history.Commits is { } commits)
                writer.WriteObjects("commits", commits, WriteCommit);
            writer.WriteStrings("deployments", history.Deployments.Select(d => d.Deployment));
            if (history.Use.Looked && history.Account is { } account)
                UseJson.Write(writer, history.Use, account, history.Answer(day));
            writer.WriteStrings("not_looked", NotLooked(history));
            writer.WriteEndObject();
        });

    private static void WriteEntry(Utf8JsonWriter writer, ExceptionStatus entry)
    {
        writer.WriteStartObject("entry");
        writer.WriteString("account_id", entry.Exception.AccountId.Value);
        writer.WriteString("state", ExceptionList.StateName(entry.State));
        writer.WriteIfAny("expires_on", entry.Exception.ExpiresOn);
        writer.WriteEndObject();
    }

    private static void WriteCommit(Utf8JsonWriter writer, GitCommit commit)
    {
        writer.WriteString("id", commit.Facts.Id);
        writer.WriteString("at", commit.At.IsoText());
        writer.WriteString("author", commit.Facts.Author.ToString());
        writer.WriteString("subject", commit.Subject);
    }

    private static IEnumerable<string> NotLooked(ExceptionHistory history)
    {
        if (history.Commits is null)
            yield return "commits";
        if (!history.Use.Looked)
            yield return "use of the images";
    }
}
