using System.Text;
using System.Text.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// Reads trail files, in whatever form they have: gzip or not, `Records`, arrays, JSON lines, LookupEvents output. Hands on the
/// events of the watched calls; all others are counted without being parsed. Made for one thread, and used for many files.
/// </summary>
public sealed class TrailFileReader
{
    /// <summary>In bytes, of texts that are no JSON: what people send, not what trails store.</summary>
    private const int LongestOther = 64 << 20;

    private readonly TrailFilter filter;
    private readonly RecordSplitter splitter;
    private readonly TrailEventReader events = new(new StringPool());
    private readonly byte[] stored = new byte[StoredFileStream.BufferSize];
    private readonly bool allCalls;
    private Action<TrailEvent> found = _ => { };
    private TrailCounts counts = new();
    private long records;
    private long omitted;
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

    /// <summary>Throws <see cref="IOException"/> when the file cannot be read to its end.</summary>
    /// <param name="open">
    /// Gives the file from its beginning; called again when only a second look tells whether the file is whole.
    /// </param>
    /// <param name="onFound">
    /// Called in the order of the file, also for a file that then cannot be read to its end.
    /// </param>
    public FileReading Read(Func<Stream> open, Action<TrailEvent> onFound)
    {
        (found, counts, records, omitted, damage) = (onFound, new TrailCounts(), 0, 0, null);
        using var source = open();
        using var file = new StoredFileStream(source, stored);
        if (file.Foreign is { } foreign)
            return new FileReading(counts, [foreign.Reason]);

        var cut = Split(file);
        // Only a second look tells whether a file with bytes at its end is whole.
        if (cut is null && file.IsGzip && !file.SaysLength(splitter.Length))
            cut = CheckGzip(open);
        var isOther = records == 0 && splitter.Length is > 0 and < LongestOther && ReadOther(open);

        counts += new TrailCounts
        {
            Stored = file.Stored,
            Text = splitter.Length,
            Records = records,
            DamagedRecords = splitter.TooLongRecords,
        };
        string?[] gaps = isOther ? [Omitted()] : [cut, damage, Strays(), NotRecords(), TooLongRecords(), Omitted()];
        return new FileReading(counts, [.. gaps.OfType<string>()]);
    }

    /// <summary>Why not all of the text was read; null when it was.</summary>
    private string? Split(StoredFileStream file)
    {
        using var text = file.Open();
        try
        {
            splitter.Split(text);
            return splitter.Problem is { } problem
                ? $"{problem}; nothing after byte {splitter.ProblemAt} of the text was read"
                : null;
        }
        catch (InvalidDataException)
        {
            var (kind, damage) = file.IsGzip
                ? ("gzip", "damaged")
                : ("zstd", "damaged or cut, or needs more than 32 MB");
            return $"the {kind} data is {damage}; nothing after byte {splitter.Length} of the text was read";
        }
        catch (IOException e)
        {
            // Nothing is wrong with the file: read again, it may be whole.
            throw new IOException($"reading failed after byte {splitter.Length} of the text: {e.Message}", e);
        }
    }

    /// <summary>A text that has no record for the splitter: a table, a quoted or a packed one.</summary>
    private bool ReadOther(Func<Stream> open)
    {
        using var source = open();
        using var file = new StoredFileStream(source, stored);
        using var text = new StreamReader(file.Open(), Encoding.UTF8);
        foreach (var record in RecordText.Records(text.ReadToEnd()))
            ReadRecord(record, -1);
        if (records == 0)
            return false;
        counts = counts with { NotRecords = 0, DamagedRecords = 0 };
        return true;
    }

    private string? CheckGzip(Func<Stream> open)
    {
        using var source = open();
        var problem = new GzipCheck(source).Problem(out var length);
        if (problem is not null || length == splitter.Length)
            return problem;
        return $"{Quantity.Of(length - splitter.Length, "byte of the text was", "bytes of the text were")} not read";
    }

    private string? Strays() =>
        splitter.Strays > 0
            ? $"something that is no event stands between the events, first at byte {splitter.StrayAt} of the text"
            : null;

    private string? NotRecords() =>
        (records, counts.NotRecords) switch
        {
            (_, 0) => null,
            (0, _) => "nothing in it is a CloudTrail event",
            var (_, others) =>
                $"{Quantity.Of(others, "object in it is no CloudTrail event", "objects in it are no CloudTrail events")}",
        };

    private string? TooLongRecords() =>
        splitter.TooLongRecords > 0
            ? $"events longer than {RecordSplitter.LongestRecord >> 20} MB were skipped: {splitter.TooLongRecords}"
            : null;

    private string? Omitted() =>
        omitted > 0
            ? $"CloudTrail left out the parameters of {Quantity.Of(omitted, "call")}, for they were too long: the image is not known"
            : null;

    private void ReadRecord(ReadOnlySpan<byte> record, int name)
    {
        if (!allCalls && name >= 0 && IsUnwatched(record[name..]))
        {
            records++;
            return;
        }
        try
        {
            if (events.Read(record) is { } read && WrappedRecords.IsCallSource(read.Source))
                Count(read);
            else if (WrappedRecords.In(record.ToArray()) is { Count: > 0 } wrapped)
                foreach (var inner in wrapped)
                    if (events.Read(inner) is { } unwrapped)
                        Count(unwrapped);
                    else
                        counts = counts with { NotRecords = counts.NotRecords + 1 };
            else
                counts = counts with { NotRecords = counts.NotRecords + 1 };
        }
        catch (JsonException e)
        {
            counts = counts with { DamagedRecords = counts.DamagedRecords + 1 };
            damage ??= $"an event is damaged ({Reason(e)}); first the one after {Quantity.Of(records, "good one")}";
        }
    }

    /// <summary>True only when the value is surely another name: an escaped one may be a watched one.</summary>
    private static bool IsUnwatched(ReadOnlySpan<byte> value)
    {
        if (value[0] != '"')
            return false;
        var end = value[1..].IndexOfAny((byte)'"', (byte)'\\');
        // `aws:kinesis:record` is a wrapper, `ObjectCreated:Put` no call.
        if (end > 0 && value.Slice(1, end).Contains((byte)':'))
            return false;
        return end >= 0 && value[end + 1] == '"' && WatchedCalls.Named(value.Slice(1, end)).IsEmpty;
    }

    private void Count(TrailEvent read)
    {
        records++;
        if (!allCalls && WatchedCalls.Find(read.Source, read.Name, read.ErrorCode, read.ErrorMessage) is null)
            return;
        if (!allCalls && read.Category is not ("" or "Management"))
            counts = counts with { OtherCategories = counts.OtherCategories + 1 };
        else if (!filter.IncludesTime(read.Time))
            counts = counts with { OutsideTime = counts.OutsideTime + 1 };
        else if (!filter.IncludesPlace(read.Account, read.Region))
            counts = counts with { OtherPlaces = counts.OtherPlaces + 1 };
        else
        {
            NoteOddities(read);
            found(read);
        }
    }

    private void NoteOddities(TrailEvent read)
    {
        if (read.Id is null)
            counts = counts with { WithoutId = counts.WithoutId + 1 };
        if (read is { IsOmitted: true, Images.IsEmpty: true })
            omitted++;
        // CloudTrail user guide, "CloudTrail record contents": a new major version is no longer compatible.
        if (!read.Version.StartsWith("1.", StringComparison.Ordinal))
            counts = counts with { UnknownVersions = counts.UnknownVersions + 1 };
    }

    /// <summary>The exception's text without its position, which counts within the event.</summary>
    private static string Reason(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? e.Message : e.Message[..end]).TrimEnd('.');
    }
}
