using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <param name="Scan">The scan that was reported; 0 where nothing was.</param>
internal readonly record struct SentReport(long Scan, DateTimeOffset At);

/// <summary>Which scan each recipient knows of. It lies in the inventory, whose scans it counts by.</summary>
/// <param name="path">For reports.</param>
internal sealed class SentReports(string path, SqliteConnection connection)
{
    /// <summary>The last two, the newest first; scan 0 where nothing was sent.</summary>
    public (SentReport Last, SentReport Before) Last(string channel, string recipient)
    {
        var found = connection.Rows(
            "SELECT scan, sent_at FROM reports WHERE channel = $p0 AND recipient = $p1 ORDER BY scan DESC LIMIT 2",
            r => new SentReport(r.GetInt64(0), r.Time(1)),
            channel,
            recipient
        );
        return (found.ElementAtOrDefault(0), found.ElementAtOrDefault(1));
    }

    /// <summary>False with a report when it cannot be written: the same would be sent again then.</summary>
    public bool Add(long scan, string channel, string recipient, int changes, DateTimeOffset at, DiagnosticBag bag)
    {
        try
        {
            using var command = connection.Command(
                "INSERT OR REPLACE INTO reports (scan, channel, recipient, sent_at, changes) VALUES ($p0, $p1, $p2, $p3, $p4)",
                scan,
                channel,
                recipient,
                Sqlite.Text(at),
                changes
            );
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
