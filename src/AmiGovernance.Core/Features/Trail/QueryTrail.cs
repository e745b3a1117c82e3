using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail;

/// <summary>
/// Lets a ClickHouse server look through a trail, and reads what it hands on as <see cref="ScanTrail"/> reads files, with the same result.
/// A file that the server cannot read, or that is no plain one, is fetched and read here. For one run.
/// </summary>
public sealed class QueryTrail(IQueryServer server, ClickHouseQueries queries, TrailQuestion question)
{
    /// <summary>The server gives up at a file that it cannot read, and reads all others anew.</summary>
    private const int MostRefused = 20;

    private const int MostFetched = 1000;

    /// <summary>Files that are fetched by one query, for they are held in memory.</summary>
    private const int FetchedAtOnce = 10;

    private readonly TrailScan scan = new(question, state: null);
    private readonly TrailFileReader reader = new(question.Filter, question.ExceptionMessage);
    private readonly SortedSet<string> refused = new(StringComparer.Ordinal);
    private readonly SortedSet<string> unread = new(StringComparer.Ordinal);
    private long answered;

    /// <summary>The query that lists the files, and the one that looks into them.</summary>
    public static (string Listing, string Text) Statements(ClickHouseQueries queries, TrailQuestion question) =>
        (queries.Listing(question.Filter), queries.Candidates(question.Filter, []));

    /// <summary>Lists the files before they are read; without any, nothing is read.</summary>
    /// <param name="listed">Told the number of files and their bytes before they are read.</param>
    /// <exception cref="QueryFailureException">The server gives no answer, or none that can be read.</exception>
    public async Task<TrailFindings> Run(Action<long, long> listed, CancellationToken cancel)
    {
        scan.Begin();
        var (files, bytes) = await List(cancel);
        listed(files + unread.Count, bytes);
        if (files > 0)
            await Ask(files, cancel);
        await ReadUnread(cancel);

        var found = scan.Findings();
        var gaps = found.Ledger.Gaps.OrderBy(g => g.File, StringComparer.Ordinal);
        return found with { Ledger = found.Ledger with { Gaps = [.. gaps] } };
    }

    /// <summary>How many files the server is to read, and the bytes of all that are read.</summary>
    private async Task<(long Files, long Bytes)> List(CancellationToken cancel)
    {
        var (files, bytes) = (0L, 0L);
        await foreach (var row in server.Query(queries.Listing(question.Filter), cancel))
        {
            if (row is not [var path, var size])
                throw Unknown(row);
            var file = Listed(path, QueriedFile.Number(size) ?? 0);
            if (scan.Leave(file, question.Filter) is { } leave)
            {
                leave();
                continue;
            }
            bytes += file.Size;
            if (size == "0")
                ReadHere(file, []);
            else if (ClickHouseQueries.Reads(path))
                files++;
            else
                unread.Add(path);
        }
        return (files, bytes);
    }

    private static TrailFile Listed(string path, long size) =>
        new(path, size) { SkipReason = TrailFileNames.ReasonToSkip(path) };

    private bool IsLeftOut(string path) => scan.Leave(Listed(path, 0), question.Filter) is not null;

    private async Task Ask(long files, CancellationToken cancel)
    {
        while (!await TryAsk(cancel)) { }

        var missing = files - answered - refused.Count(p => !IsLeftOut(p));
        if (missing > 0)
            scan.Unreadable(
                new TrailFile("trail", 0),
                $"files that are listed and of which the server says nothing: {missing}"
            );
    }

    /// <summary>False when a file that the server cannot read has to be left out: it gives up before it answers anything.</summary>
    private async Task<bool> TryAsk(CancellationToken cancel)
    {
        var parts = new List<QueriedFile>();
        try
        {
            await foreach (var row in server.Query(queries.Candidates(question.Filter, [.. refused]), cancel))
            {
                var part = QueriedFile.Read(row) ?? throw Unknown(row);
                if (parts.Count > 0 && parts[0].Path != part.Path)
                    Add(parts);
                parts.Add(part);
            }
        }
        catch (QueryFailureException e) when (answered == 0 && parts.Count == 0 && LeavesOut(e))
        {
            return false;
        }
        if (parts.Count > 0)
            Add(parts);
        return true;
    }

    private bool LeavesOut(QueryFailureException failure)
    {
        if (QueriedFile.Refused(failure.Message) is not { } path || refused.Count == MostRefused || !refused.Add(path))
            return false;
        if (!IsLeftOut(path))
            unread.Add(path);
        return true;
    }

    /// <summary>All parts of one file. Whatever is not quite plain is read here, as a whole.</summary>
    private void Add(List<QueriedFile> parts)
    {
        var path = parts[0].Path;
        if (!IsLeftOut(path))
        {
            answered++;
            if (!TryAdd(parts))
                unread.Add(path);
        }
        parts.Clear();
    }

    private bool TryAdd(List<QueriedFile> parts)
    {
        if (parts.Exists(p => p.Records == 0))
            return false;
        var events = new List<ReadCall>();
        var counts = new TrailCounts { Stored = parts[0].Size, Records = parts.Sum(p => p.Records - p.Candidates) };
        foreach (var part in parts.Where(p => p.Candidates > 0))
        {
            var reading = reader.Read(() => new MemoryStream(part.Text), call => events.Add(scan.Prepare(call)));
            // What is no object in the list has no record.
            if (!reading.Gaps.IsEmpty || reading.Counts.Records < part.Candidates)
                return false;
            counts += reading.Counts with { Stored = 0, Text = 0 };
        }
        scan.Add(events);
        scan.Finish(new TrailFile(parts[0].Path, parts[0].Size), new FileReading(counts, []));
        return true;
    }

    private async Task ReadUnread(CancellationToken cancel)
    {
        foreach (var paths in unread.Take(MostFetched).Chunk(FetchedAtOnce))
        {
            var fetched = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            await foreach (var row in server.Query(queries.Stored(paths), cancel))
                fetched[row[0]] = (row.Count == 2 ? QueriedFile.Bytes(row[1]) : null) ?? throw Unknown(row);
            foreach (var path in paths)
                if (fetched.TryGetValue(path, out var bytes))
                    ReadHere(new TrailFile(path, bytes.Length), bytes);
                else
                    scan.Unreadable(new TrailFile(path, 0), "the server does not hand it over");
        }
        foreach (var path in unread.Skip(MostFetched))
            scan.Unreadable(
                new TrailFile(path, 0),
                $"the server cannot read it, and {MostFetched} such files were read here"
            );
    }

    private void ReadHere(TrailFile file, byte[] bytes)
    {
        var events = new List<ReadCall>();
        var reading = reader.Read(() => new MemoryStream(bytes), call => events.Add(scan.Prepare(call)));
        scan.Add(events);
        // How long the text of the others is, nobody says.
        scan.Finish(file, reading with { Counts = reading.Counts with { Text = 0 } });
    }

    private static QueryFailureException Unknown(IReadOnlyList<string> row) =>
        new($"a row of the answer cannot be read: {string.Join(" | ", row)}");
}
