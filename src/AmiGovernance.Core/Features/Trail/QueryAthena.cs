using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail;

/// <summary>
/// Lets Amazon Athena look through a trail, and reads the records that it hands on as <see cref="ScanTrail"/> reads files. Athena is paid
/// by the bytes that it reads, so a query never outlives the run: it is stopped at the limit, at Ctrl-C and at any failure.
/// </summary>
public sealed partial class QueryAthena(IAthena athena, AthenaTable table, AthenaSettings settings, TimeProvider time)
{
    /// <summary>Of a query that failed for a reason that passes.</summary>
    private const int MostAttempts = 3;

    /// <summary>Files that are left out of a statement: each costs another run of it.</summary>
    private const int MostRefused = 5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Told what the query does each time it is looked at, with all bytes read so far.</summary>
    public Action<AthenaState, long>? Progress { get; init; }

    /// <summary>In bytes, of all statements and attempts of this run.</summary>
    public long Scanned { get; private set; }

    /// <summary>Whether the table has no column that tells corrections: they count beside the events that they correct.</summary>
    public bool LacksCorrections { get; private set; }

    /// <summary>
    /// How much there is to read in the folders of a question: Athena scans what is stored (Athena pricing counts compressed bytes).
    /// </summary>
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

    /// <summary>Which folders the table has; null where it names its partitions one by one.</summary>
    /// <exception cref="AwsException">AWS refuses or does not answer.</exception>
    public async Task<AthenaReach?> Reach(CancellationToken cancel) =>
        AthenaReach.Of(await athena.GetTableMetadata(table.Database, table.Name, cancel));

    /// <exception cref="QueryFailureException">Athena gives no answer, or would read too much for it.</exception>
    /// <exception cref="AwsException">AWS refuses or does not answer.</exception>
    /// <param name="question">What is asked.</param>
    /// <param name="scopes">What is looked through, one statement after the other.</param>
    /// <param name="reach">Null when it is not known.</param>
    /// <param name="cancel">Ends the run, and the query.</param>
    public async Task<TrailFindings> Run(
        TrailQuestion question,
        IReadOnlyList<CandidateScope> scopes,
        AthenaReach? reach,
        CancellationToken cancel
    )
    {
        var records = new QueriedRecords(question, $"{table.Database}.{table.Name}");
        foreach (var gap in reach?.Beyond(question.Filter) ?? [])
            records.Unreached(gap);
        foreach (var scope in scopes)
            await Ask(scope, records, cancel);
        return records.Findings(Scanned);
    }

    /// <summary>A file that Athena cannot read and names is left out when it is asked again.</summary>
    private async Task Ask(CandidateScope scope, QueriedRecords records, CancellationToken cancel)
    {
        string id;
        while (true)
            try
            {
                id = await Execute(
                    CandidateQuery.Text(table, scope with { HasCorrections = !LacksCorrections }),
                    cancel
                );
                break;
            }
            catch (QueryFailureException e) when (!LacksCorrections && NoCorrections().IsMatch(e.Message))
            {
                LacksCorrections = true;
            }
            catch (QueryFailureException e) when (MayLeaveOut(e, scope) is { } file)
            {
                scope = scope with { Without = scope.Without.Add(file) };
                records.Refused(file, e.Message);
            }

        var isHeader = true;
        await foreach (var row in athena.GetQueryResults(id, cancel))
        {
            if (!isHeader)
                records.Add(row);
            isHeader = false;
        }
    }

    /// <summary>Null when the run ends with the failure.</summary>
    private string? MayLeaveOut(QueryFailureException failure, CandidateScope scope)
    {
        var file = RefusedFile().Match(failure.Message).Groups[1].Value;
        var isKnown = file.Length == 0 || scope.Without.Contains(file) || scope.Without.Length == MostRefused;
        return isKnown || failure.IsStopped || Scanned > settings.MostBytes ? null : file;
    }

    /// <summary>The id of the execution that succeeded.</summary>
    private async Task<string> Execute(string text, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var token = Token(text, attempt);
            var id = await athena.StartQueryExecution(
                new AthenaStatement(text, table.Database, settings.WorkGroup, settings.Output, token),
                cancel
            );
            var end = await WaitForEnd(id, cancel);
            Scanned += end.Scanned;
            if (end.State == AthenaState.Succeeded)
                return id;

            var mayRetry = end.IsRetryable && attempt < MostAttempts && Scanned <= settings.MostBytes;
            if (!mayRetry)
                throw new QueryFailureException(Reason(end));
        }
    }

    private static string Reason(AthenaExecution end)
    {
        if (end.Reason.Length > 0)
            return end.Reason;
        var how = end.State == AthenaState.Cancelled ? "cancelled" : "not run to its end";
        return $"the query was {how}, and Athena does not say why";
    }

    private async Task<AthenaExecution> WaitForEnd(string id, CancellationToken cancel)
    {
        try
        {
            for (var pause = FirstPause; ; pause = Longer(pause))
            {
                var now = await athena.GetQueryExecution(id, cancel);
                Progress?.Invoke(now.State, Scanned + now.Scanned);
                if (!now.IsUnderWay)
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

    private static TimeSpan Longer(TimeSpan pause)
    {
        var longer = pause * 1.5;
        return longer < LongestPause ? longer : LongestPause;
    }

    private async Task Stop(string id)
    {
        try
        {
            await athena.StopQueryExecution(id, CancellationToken.None);
        }
        catch (AwsException)
        {
            // What led here matters more than a stop that fails.
        }
    }

    /// <summary>Another run asks anew, and so does another attempt.</summary>
    private string Token(string text, int attempt)
    {
        var asked = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().UtcTicks} {attempt}\n{text}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(asked)));
    }

    /// <summary>Of a table that was made by an earlier definition; a query that fails so has read nothing.</summary>
    [GeneratedRegex(@"^COLUMN_NOT_FOUND\b.*\baddendum\b", RegexOptions.IgnoreCase)]
    private static partial Regex NoCorrections();

    [GeneratedRegex(@"(s3://[^\s,()'""]+\.json(?:\.gz)?)")]
    private static partial Regex RefusedFile();
}
