using System.Globalization;
using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail;

/// <summary>An engine refused a query, broke off its answer, or could not be reached. The message is what it said.</summary>
public sealed class QueryFailureException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether we stopped it, for what it would cost.</summary>
    public bool IsStopped { get; init; }
}

/// <summary>Asks a ClickHouse server what <see cref="ScanTrail"/> finds out by reading.</summary>
public sealed class QueryTrail(IQueryServer server, ClickHouseDialect dialect, TrailQuestion question)
{
    public string Listing => dialect.Listing(question.Filter);

    public string Text =>
        TrailQuery.Text(dialect, new TrailQueryInput(question.Filter, question.Boundaries, question.ExceptionMessage));

    /// <summary>Lists the files before they are read; without any, nothing is read.</summary>
    /// <param name="listed">Told the number of files and their bytes before they are read.</param>
    public async Task<TrailFindings> Run(Action<long, long> listed, CancellationToken cancel)
    {
        var ledger = await List(cancel);
        listed(ledger.Files, ledger.Counts.Stored);
        var trail = new QueriedTrail();
        if (ledger.Files > ledger.EmptyFiles)
            await foreach (var row in server.Query(Text, cancel))
                if (!trail.Add(row))
                    throw new QueryFailureException($"a row of the answer cannot be read: {string.Join(" | ", row)}");
        var (whole, rows, sources) = trail.Result(ledger);
        return new TrailFindings(whole, TrailFindings.Sort(rows), sources);
    }

    private async Task<TrailLedger> List(CancellationToken cancel)
    {
        var ledger = new TrailLedger();
        await foreach (var row in server.Query(Listing, cancel))
            ledger =
                row.Count == 3
                && long.TryParse(row[0], CultureInfo.InvariantCulture, out var files)
                && long.TryParse(row[1], CultureInfo.InvariantCulture, out var empty)
                && long.TryParse(row[2], CultureInfo.InvariantCulture, out var bytes)
                    ? ledger with
                    {
                        Files = files,
                        EmptyFiles = empty,
                        Counts = new TrailCounts { Stored = bytes },
                    }
                    : throw new QueryFailureException($"the list of files cannot be read: {string.Join(" | ", row)}");
        return ledger;
    }
}
