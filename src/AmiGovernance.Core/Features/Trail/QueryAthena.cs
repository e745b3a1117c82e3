using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail;

/// <param name="Output">See <see cref="AthenaStatement"/>.</param>
/// <param name="MostBytes">A query that has read more is stopped, and none is tried again beyond it.</param>
public sealed record AthenaSettings(string WorkGroup, string? Output, long MostBytes);

/// <summary>
/// Asks Amazon Athena what <see cref="ScanTrail"/> finds out by reading. Athena is paid by the bytes that it reads, so a query never
/// outlives the run: it is stopped at the limit, at Ctrl-C and at any failure.
/// </summary>
public sealed class QueryAthena(IAthena athena, AthenaTable table, AthenaSettings settings, TimeProvider time)
{
    /// <summary>Of a query that failed for a reason that passes.</summary>
    private const int MostAttempts = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500),
        LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Told what the query does each time it is looked at, with all bytes read so far.</summary>
    public Action<AthenaState, long>? Progress { get; init; }

    /// <summary>In bytes, of all statements and attempts of this run.</summary>
    public long Scanned { get; private set; }

    public static string Text(AthenaTable table, TrailQuestion question) =>
        TrailQuery.Text(
            new TrinoDialect(table),
            new TrailQueryInput(question.Filter, question.Boundaries, question.ExceptionMessage)
        );

    /// <summary>How much there is to read in the folders of a question: Athena scans what is stored (Athena pricing counts compressed bytes).</summary>
    public static async Task<(long Files, long Bytes)> Measure(ITrailSource folders, CancellationToken cancel)
    {
        var (files, bytes) = (0L, 0L);
        await foreach (var file in folders.List(cancel))
            if (file.SkipReason is null)
                (files, bytes) = (files + 1, bytes + file.Size);
        return (files, bytes);
    }

    /// <summary>Does nothing where the table is there already.</summary>
    public async Task CreateTable(AthenaTableSource source, CancellationToken cancel) =>
        await Execute(table.Definition(source), cancel);

    public async Task<TrailFindings> Run(TrailQuestion question, CancellationToken cancel)
    {
        var id = await Execute(Text(table, question), cancel);
        var trail = new QueriedTrail();
        var isHeader = true;
        await foreach (var row in athena.GetQueryResults(id, cancel))
        {
            if (!isHeader && !trail.Add(row))
                throw new QueryFailureException($"a row of the answer cannot be read: {string.Join(" | ", row)}");
            isHeader = false;
        }
        var (ledger, rows, sources) = trail.Result(new TrailLedger { Counts = new TrailCounts { Stored = Scanned } });
        return new TrailFindings(ledger, TrailFindings.Sort(rows), sources);
    }

    /// <summary>The id of the execution that succeeded.</summary>
    private async Task<string> Execute(string text, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var id = await athena.StartQueryExecution(
                new AthenaStatement(text, table.Database, settings.WorkGroup, settings.Output, Token(text, attempt)),
                cancel
            );
            var end = await Wait(id, cancel);
            Scanned += end.Scanned;
            if (end.State == AthenaState.Succeeded)
                return id;
            if (!end.IsRetryable || attempt == MostAttempts || Scanned > settings.MostBytes)
                throw new QueryFailureException(
                    end.Reason.Length > 0
                        ? end.Reason
                        : $"the query was {(end.State == AthenaState.Cancelled ? "cancelled" : "not run to its end")}, and Athena does not say why"
                );
        }
    }

    private async Task<AthenaExecution> Wait(string id, CancellationToken cancel)
    {
        try
        {
            for (var pause = FirstPause; ; pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause)
            {
                var now = await athena.GetQueryExecution(id, cancel);
                Progress?.Invoke(now.State, Scanned + now.Scanned);
                if (now.State is not (AthenaState.Queued or AthenaState.Running))
                    return now;
                if (Scanned + now.Scanned > settings.MostBytes)
                {
                    Scanned += now.Scanned;
                    throw new QueryFailureException("the query read more than `--max-scan` allows, and was stopped")
                    {
                        IsStopped = true,
                    };
                }
                await Task.Delay(pause, time, cancel);
            }
        }
        catch
        {
            await Stop(id);
            throw;
        }
    }

    /// <summary>What led here matters more than a stop that fails.</summary>
    private async Task Stop(string id)
    {
        try
        {
            await athena.StopQueryExecution(id, CancellationToken.None);
        }
        catch (AwsException) { }
    }

    /// <summary>Another run asks anew, and so does another attempt.</summary>
    private string Token(string text, int attempt) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().UtcTicks} {attempt}\n{text}")
                )
            )
        );
}
