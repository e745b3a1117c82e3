using System.Globalization;
using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail;

/// <summary>Asks a ClickHouse server what <see cref="ScanTrail"/> finds out by reading.</summary>
public sealed class QueryTrail(IQueryServer server, ClickHouseDialect dialect, TrailQuestion question)
{
    /// <summary>The query that lists the files, and the one that reads them.</summary>
    public static (string Listing, string Text) Statements(ClickHouseDialect dialect, TrailQuestion question) =>
        (dialect.Listing(question.Filter), TrailQuery.Text(dialect, question.ToQuery()));

    /// <summary>Lists the files before they are read; without any, nothing is read.</summary>
    /// <param name="listed">Told the number of files and their bytes before they are read.</param>
    /// <exception cref="QueryFailureException">The server gives no answer, or none that can be read.</exception>
    public async Task<TrailFindings> Run(Action<long, long> listed, CancellationToken cancel)
    {
        var (listing, text) = Statements(dialect, question);
        var ledger = await List(listing, cancel);
        listed(ledger.Files, ledger.Counts.Stored);

        var trail = new QueriedTrail();
        if (ledger.Files > ledger.EmptyFiles)
            await foreach (var row in server.Query(text, cancel))
                trail.Add(row);
        return trail.Findings(ledger);
    }

    private async Task<TrailLedger> List(string listing, CancellationToken cancel)
    {
        var ledger = new TrailLedger();
        await foreach (var row in server.Query(listing, cancel))
        {
            var numbers = row.Select(Number).OfType<long>().ToList();
            if (row.Count != 4 || numbers is not [var files, var empty, var bytes, var others])
                throw new QueryFailureException($"the list of files cannot be read: {string.Join(" | ", row)}");
            ledger = new TrailLedger
            {
                Files = files,
                EmptyFiles = empty,
                Counts = new TrailCounts { Stored = bytes },
            };
            if (empty > 0)
                ledger = ledger.Gap(new TrailGap("trail", $"empty files: {empty}"));
            if (others > 0)
                ledger = ledger.Gap(new TrailGap("trail", $"files that do not end in .json or .json.gz: {others}"));
        }
        return ledger;
    }

    private static long? Number(string text) =>
        long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;
}
