using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail;

/// <summary>
/// Takes what an engine hands on, rows of <see cref="CandidateQuery"/> or records, and reads it as <see cref="ScanTrail"/> reads files.
/// </summary>
/// <param name="name">Of the table or log groups, where what cannot be read is told.</param>
internal sealed class QueriedRecords(TrailQuestion question, string name)
{
    /// <summary>In bytes, of records that are held before they are read.</summary>
    private const int BatchSize = 1 << 20;

    private readonly TrailScan scan = new(question, state: null);
    private readonly TrailFileReader reader = new(question.Filter, question.ExceptionMessage);
    private readonly ArrayBufferWriter<byte> batch = new(2 * BatchSize);
    private readonly List<string> gaps = [];
    private TrailCounts counts = new();

    /// <exception cref="QueryFailureException">It is no row of the query.</exception>
    public void Add(IReadOnlyList<string> row)
    {
        if (row.Count != CandidateQuery.Columns.Length || QueriedFile.Number(row[1]) is not { } delivered)
            throw Unknown(row);
        var left = new TrailCounts { Records = delivered };
        switch (row[0])
        {
            case CandidateQuery.Watched:
                AddRecord([.. row.Skip(CandidateQuery.Columns.Length - RecordColumns.Names.Length)], delivered);
                return;
            case CandidateQuery.Unwatched:
                break;
            case CandidateQuery.OtherCategory:
                left = left with { OtherCategories = delivered };
                break;
            case CandidateQuery.OutsideTime:
                left = left with { OutsideTime = delivered };
                break;
            case CandidateQuery.OtherPlace:
                left = left with { OtherPlaces = delivered };
                break;
            default:
                throw Unknown(row);
        }
        counts += left;
    }

    /// <summary>Records as CloudTrail writes them, and how many others the engine looked at.</summary>
    public void Add(IEnumerable<string> texts, long others)
    {
        foreach (var text in texts)
        {
            batch.Write(Encoding.UTF8.GetBytes(text));
            batch.Write("\n"u8);
            FlushWhenFull();
        }
        counts += new TrailCounts { Records = others };
    }

    /// <summary>A file that the engine did not read.</summary>
    public void Refused(string file, string reason) => scan.Unreadable(new TrailFile(file, 0), reason);

    /// <summary>What is asked about and lies where the engine does not look.</summary>
    public void Unreached(string what) => gaps.Add(what);

    /// <param name="stored">How many bytes the engine has read; in how many files they are, it does not say.</param>
    public TrailFindings Findings(long stored)
    {
        Flush();
        // A table grows, and may well have nothing yet.
        var table = new TrailFile(name, stored) { Grows = true };
        scan.Finish(table, new FileReading(counts, [.. gaps]));
        var found = scan.Findings();
        var ledger = found.Ledger with
        {
            Files = 0,
            EmptyFiles = 0,
            Counts = found.Ledger.Counts with { Stored = stored },
        };
        return found with { Ledger = ledger };
    }

    /// <summary>The same record can be delivered several times.</summary>
    private void AddRecord(ImmutableArray<string> values, long delivered)
    {
        var start = batch.WrittenCount;
        using (var json = new Utf8JsonWriter(batch, new JsonWriterOptions { SkipValidation = true }))
            RecordColumns.Write(json, values);
        batch.Write("\n"u8);
        var record = batch.WrittenSpan[start..].ToArray();
        for (var times = 1L; times < delivered; times++)
        {
            FlushWhenFull();
            batch.Write(record);
        }
        FlushWhenFull();
    }

    private void FlushWhenFull()
    {
        if (batch.WrittenCount >= BatchSize)
            Flush();
    }

    private void Flush()
    {
        if (batch.WrittenCount == 0)
            return;
        var text = batch.WrittenSpan.ToArray();
        batch.ResetWrittenCount();
        var events = new List<ReadCall>();
        var reading = reader.Read(() => new MemoryStream(text), call => events.Add(scan.Prepare(call)));
        scan.Add(events);
        counts += reading.Counts with { Stored = 0, Text = 0 };
        gaps.AddRange(reading.Gaps);
    }

    private static QueryFailureException Unknown(IReadOnlyList<string> row) =>
        new($"a row of the answer cannot be read: {string.Join(" | ", row)}");
}
