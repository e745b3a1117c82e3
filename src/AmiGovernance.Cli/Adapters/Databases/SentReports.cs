using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Databases;

internal readonly record struct SentReport(long Scan, DateTimeOffset At);

/// <summary>Which scan each recipient knows of. It lies in the inventory, whose scans it counts by.</summary>
internal sealed class SentReports(string path, SqliteConnection connection)
{
    /// <summary>The last two, the newest first; scan 0 where nothing was sent.</summary>
    public (SentReport Last, SentReport Before) Last(string channel, string recipient)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT scan, sent_at FROM reports WHERE channel = $channel AND recipient = $recipient ORDER BY scan DESC LIMIT 2";
        command.Parameters.AddWithValue("$channel", channel);
        command.Parameters.AddWithValue("$recipient", recipient);
        using var reader = command.ExecuteReader();
        SentReport Next() =>
            reader.Read()
                ? new SentReport(
                    reader.GetInt64(0),
                    DateTimeOffset.Parse(
                        reader.GetString(1),
                        CultureInfo.InvariantCulture,
                        DateTimeStyles.AssumeUniversal
                    )
                )
                : new SentReport(0, default);
        return (Next(), Next());
    }

    /// <summary>False with a report when it cannot be written: the same would be sent again then.</summary>
    public bool Add(long scan, string channel, string recipient, int changes, DateTimeOffset at, DiagnosticBag bag)
    {
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText =
                "INSERT OR REPLACE INTO reports (scan, channel, recipient, sent_at, changes) VALUES ($scan, $channel, $recipient, $at, $changes)";
            command.Parameters.AddWithValue("$scan", scan);
            command.Parameters.AddWithValue("$channel", channel);
            command.Parameters.AddWithValue("$recipient", recipient);
            command.Parameters.AddWithValue("$at", ImageRows.Text(at));
            command.Parameters.AddWithValue("$changes", changes);
            command.ExecuteNonQuery();
            return true;
        }
        catch (SqliteException e)
        {
            bag.Report(
                OperationDiagnostics.DatabaseUnusable,
                SourceLocation.OfFile(SourceText.Missing(path)),
                $"`{path}` cannot be written: {e.Message}",
                "the report was sent and not recorded: the next run sends it again"
            );
            return false;
        }
    }
}
