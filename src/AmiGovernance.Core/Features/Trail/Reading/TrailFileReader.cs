using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>What one file held.</summary>
/// <param name="Gaps">What could not be read, as sentences without a period.</param>
public sealed record FileReading(TrailCounts Counts, ImmutableArray<string> Gaps)
{
    public bool IsEmpty => Counts.Text == 0 && Gaps.IsEmpty;
}

/// <summary>
/// Reads trail files, in whatever form they have: gzip or not, `Records`, arrays, JSON lines, LookupEvents output. Hands on the
/// events of the watched calls; all others are counted without being parsed. Made for one thread, and used for many files.
/// </summary>
public sealed class TrailFileReader
{
    private readonly TrailFilter filter;
    private readonly RecordSplitter splitter;
    private readonly TrailEventReader events = new(new StringPool());
    private readonly byte[] stored = new byte[TrailText.BufferSize];
    private readonly bool allCalls;
    private Action<TrailEvent> found = _ => { };
    private TrailCounts counts = new();
    private long records;
    private string? damage;

    public TrailFileReader(TrailFilter filter)
        : this(filter, allCalls: false) { }

    private TrailFileReader(TrailFilter filter, bool allCalls)
    {
        this.filter = filter;
        this.allCalls = allCalls;
        splitter = new RecordSplitter(ReadRecord);
    }

    /// <summary>Of calls that are not watched too, and none is left out.</summary>
    public static TrailFileReader OfAllCalls() => new(TrailFilter.Everything, allCalls: true);

    /// <param name="open">Gives the file from its beginning; called again when only a second look tells whether the file is whole.</param>
    /// <param name="onFound">Called in the order of the file, also for a file that then cannot be read to its end: <see cref="IOException"/>.</param>
    public FileReading Read(Func<Stream> open, Action<TrailEvent> onFound)
    {
        (found, counts, records, damage) = (onFound, new TrailCounts(), 0, null);
        var gaps = ImmutableArray.CreateBuilder<string>();
        using var source = open();
        using var bytes = new TrailText(source, stored);
        using (var text = bytes.Open())
        {
            try
            {
                splitter.Split(text);
                if (splitter.Problem is { } problem)
                    gaps.Add($"{problem}; nothing after byte {splitter.ProblemAt} of the text was read");
            }
            catch (InvalidDataException)
            {
                gaps.Add($"the gzip data is damaged; nothing after byte {splitter.Length} of the text was read");
            }
            catch (IOException e)
            {
                // Nothing is wrong with the file: read again, it may be whole.
                throw new IOException($"reading failed after byte {splitter.Length} of the text: {e.Message}", e);
            }
        }
        if (gaps.Count == 0 && bytes.IsGzip && (uint)splitter.Length != bytes.LengthAtEnd && CheckGzip(open) is { } cut)
            gaps.Add(cut);
        if (damage is not null)
            gaps.Add(damage);
        if (splitter.Strays > 0)
            gaps.Add(
                $"something that is no event stands between the events, first at byte {splitter.StrayAt} of the text"
            );
        if (splitter.TooLongRecords > 0)
            gaps.Add(
                $"events longer than {RecordSplitter.LongestRecord >> 20} MB were skipped: {splitter.TooLongRecords}"
            );
        counts += new TrailCounts
        {
            Stored = bytes.Stored,
            Text = splitter.Length,
            Records = records,
            DamagedRecords = splitter.TooLongRecords,
        };
        return new FileReading(counts, gaps.ToImmutable());
    }

    private string? CheckGzip(Func<Stream> open)
    {
        using var source = open();
        return new GzipCheck(source).Problem(out var length) is { } problem ? problem
            : length != splitter.Length ? $"{length - splitter.Length} bytes of the text were not read"
            : null;
    }

    private void ReadRecord(ReadOnlySpan<byte> record, int name)
    {
        if (!allCalls && name >= 0 && IsUnwatched(record[name..]))
        {
            records++;
            return;
        }
        try
        {
            if (events.Read(record) is { } read)
                Count(read);
            else if (TrailEventReader.InLookup(record) is { } inner && events.Read(inner) is { } lookedUp)
                Count(lookedUp);
            else
                counts = counts with { NotRecords = counts.NotRecords + 1 };
        }
        catch (JsonException e)
        {
            counts = counts with { DamagedRecords = counts.DamagedRecords + 1 };
            damage ??= $"an event is damaged ({Reason(e)}); first the one after {records} good ones";
        }
    }

    /// <summary>True only when the value is surely another name: an escaped one may be a watched one.</summary>
    private static bool IsUnwatched(ReadOnlySpan<byte> value)
    {
        if (value[0] != '"')
            return false;
        var end = value[1..].IndexOfAny((byte)'"', (byte)'\\');
        return end >= 0 && value[end + 1] == '"' && WatchedCalls.Named(value.Slice(1, end)).IsEmpty;
    }

    private void Count(TrailEvent read)
    {
        records++;
        if (!allCalls && WatchedCalls.Find(read.Source, read.Name) is null)
            return;
        if (!allCalls && read.Category is not ("" or "Management"))
            counts = counts with { OtherCategories = counts.OtherCategories + 1 };
        else if (!filter.IncludesTime(read.Time))
            counts = counts with { OutsideTime = counts.OutsideTime + 1 };
        else if (!filter.IncludesPlace(read.Account, read.Region))
            counts = counts with { OtherPlaces = counts.OtherPlaces + 1 };
        else
        {
            if (read.Id is null || !read.Version.StartsWith("1.", StringComparison.Ordinal))
                counts = counts with
                {
                    WithoutId = counts.WithoutId + (read.Id is null ? 1 : 0),
                    UnknownVersions =
                        counts.UnknownVersions + (read.Version.StartsWith("1.", StringComparison.Ordinal) ? 0 : 1),
                };
            found(read);
        }
    }

    /// <summary>The exception's text without its position, which counts within the event.</summary>
    private static string Reason(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? e.Message : e.Message[..end]).TrimEnd('.');
    }
}
