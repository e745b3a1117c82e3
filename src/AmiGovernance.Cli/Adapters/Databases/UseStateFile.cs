using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Impact;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>What a discovery has read of accounts and Regions, in a database file (docs/reference/discover.md).</summary>
internal sealed class UseStateFile : IUseStore, IDisposable
{
    private const string Insert = "INSERT OR REPLACE INTO place VALUES ($p0, $p1, $p2, $p3)";
    private readonly Lock gate = new();
    private readonly string path;
    private readonly SqliteConnection connection;

    private UseStateFile(string path, SqliteConnection connection) => (this.path, this.connection) = (path, connection);

    /// <summary>When the run began that the file keeps: what it looks at does not move while it is resumed.</summary>
    public DateTimeOffset BeganAt { get; private set; }

    /// <summary>Keeps what was read of the trail.</summary>
    public string TrailPath => $"{path}.trail";

    /// <summary>
    /// Null with a report when the file cannot be used (AMI0907), or holds no run to go on with (AMI1005).
    /// </summary>
    /// <param name="question">Equal for runs that read the same places and days.</param>
    /// <param name="began">Now; null to go on with the run that the file keeps.</param>
    public static UseStateFile? Open(
        DatabaseFolder databases,
        string file,
        string question,
        DateTimeOffset? began,
        DiagnosticBag bag
    )
    {
        if (databases.Open(file, UseStateSchema.Schema, bag) is not { } connection)
            return null;
        var state = new UseStateFile(databases.FullPath(file), connection);
        try
        {
            if (state.Problem(file, question, began) is not { } problem)
                return state;
            bag.Add(problem);
        }
        catch (SqliteException e)
        {
            DatabaseFile.Report(file, UseStateSchema.Schema, e, bag);
        }
        catch (DamagedDatabaseException e)
        {
            DatabaseFile.ReportDamage(file, UseStateSchema.Schema, e.Message, bag);
        }
        state.Dispose();
        return null;
    }

    public IEnumerable<ReadPlace> Load() =>
        connection.SavedRows(
            "SELECT account, region, content, checksum FROM place ORDER BY account, region",
            "place",
            row => SavedPlace.Read(row.Text(0), row.Text(1), row.Text(2))
        );

    public void Save(ReadPlace place)
    {
        var (account, region, content) = (place.Account.Value, place.Region.Value, SavedPlace.Write(place));
        lock (gate)
            try
            {
                using var command = connection.Command(
                    Insert,
                    account,
                    region,
                    content,
                    RowChecksum.Of(account, region, content)
                );
                command.ExecuteNonQuery();
            }
            catch (SqliteException e)
            {
                throw new DamagedDatabaseException(e.Message, e) { Path = path };
            }
    }

    public void Dispose() => connection.Dispose();

    /// <summary>Null when the run can begin, or go on.</summary>
    private Diagnostic? Problem(string file, string question, DateTimeOffset? began)
    {
        var runs = Runs();
        if (began is { } now && runs.Count == 0)
        {
            Begin(now, question);
            return null;
        }
        if (runs is not [var run] || !IsoTime.TryParse(run.Began, out var before))
            return Diagnostic.About(
                file,
                ImagesDiagnostics.NothingToResume,
                $"`{file}` holds no run to go on with",
                "leave `--resume` out to begin one"
            );
        BeganAt = before;
        if (began is not null)
            return Diagnostic.About(
                file,
                TrailDiagnostics.OtherQuestion,
                $"`{file}` keeps a run that began on {before.Day().Text()}",
                "`--resume` goes on with it; name another file to begin anew"
            );
        return run.Question == question
            ? null
            : Diagnostic.About(
                file,
                TrailDiagnostics.OtherQuestion,
                $"`{file}` keeps a run over other accounts, Regions or days",
                "ask as before, or name another file"
            );
    }

    private List<(string Began, string Question)> Runs() =>
        [
            .. connection.SavedRows(
                "SELECT began_at, question, checksum FROM run",
                "run",
                row => (row.Text(0), row.Text(1))
            ),
        ];

    private void Begin(DateTimeOffset now, string question)
    {
        using var transaction = connection.BeginTransaction();
        var text = now.IsoText();
        // To the second, as it is kept: who goes on looks at the same time.
        BeganAt = IsoTime.TryParse(text, out var kept) ? kept : now;
        connection.Execute(
            transaction,
            "INSERT INTO run VALUES ($p0, $p1, $p2)",
            text,
            question,
            RowChecksum.Of(text, question)
        );
        transaction.Commit();
    }
}
