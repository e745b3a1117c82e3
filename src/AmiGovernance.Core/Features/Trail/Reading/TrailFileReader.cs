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

    /// <summary>In bytes, before the name and after it; CloudTrail writes the source just before.</summary>
    private const int SourceBeside = 96;

    private readonly TrailFilter filter;
    private readonly RecordSplitter splitter;
    private readonly TrailEventReader events;
    private readonly byte[] stored = new byte[StoredFileStream.BufferSize];
    private readonly bool allCalls;
    private Action<TrailEvent> found = _ => { };
    private TrailCounts counts = new();
    private long records;
    private long omitted;
    private long unanswered;

    /// <summary>Objects by which CloudWatch Logs checks the way to a destination.</summary>
    private long checks;
    private string? damage;
    private string? damagedData;
    private string? cut;

    /// <param name="exceptionMessage">See <see cref="CallOutcomes.Of"/>.</param>
    public TrailFileReader(TrailFilter filter, string? exceptionMessage = null)
        : this(filter, exceptionMessage, allCalls: false) { }

    private TrailFileReader(TrailFilter filter, string? exceptionMessage, bool allCalls)
    {
        this.filter = filter;
        events = new TrailEventReader(new StringPool(), exceptionMessage);
        this.allCalls = allCalls;
        splitter = new RecordSplitter(ReadRecord);
    }

    /// <summary>Of calls that are not watched too, and none is left out.</summary>
    /// <param name="exceptionMessage">See <see cref="CallOutcomes.Of"/>.</param>
    public static TrailFileReader OfAllCalls(string? exceptionMessage = null) =>
        new(TrailFilter.Everything, exceptionMessage, allCalls: true);

    /// <summary>Throws <see cref="IOException"/> when the file cannot be read to its end.</summary>
    /// <param name="open">
    /// Gives the file from its beginning; called again when only a second look tells whether the file is whole.
    /// </param>
    /// <param name="onFound">
    /// Called in the order of the file, also for a file that then cannot be read to its end.
    /// </param>
    public FileReading Read(Func<Stream> open, Action<TrailEvent> onFound)
    {
        (found, counts, records) = (onFound, new TrailCounts(), 0);
        (omitted, unanswered, checks, damage, damagedData, cut) = (0, 0, 0, null, null, null);
        using var source = open();
        using var file = new StoredFileStream(source, stored);
        if (file.Foreign is { } foreign)
            return new FileReading(counts, [foreign.Reason]);

        damagedData = Split(file);
        // Only a second look tells whether a file with bytes at its end is whole.
        if (damagedData is null && splitter.Problem is null && file.IsGzip && !file.SaysLength(splitter.Length))
            damagedData = CheckGzip(open, splitter.Length);
        var isCheck = IsCheck();
        var isOther = records == 0 && !isCheck && splitter.Length is > 0 and < LongestOther && ReadOther(open);

        counts += new TrailCounts
        {
            Stored = file.Stored,
            Text = splitter.Length,
            Records = records,
            DamagedRecords = isOther ? 0 : splitter.TooLongRecords + splitter.BrokenRecords,
        };
        string?[] gaps = isOther
            ? [damagedData, damage, cut, NotRecords("row"), Omitted(), Unanswered()]
            :
            [
                damagedData ?? Problem(),
                Broken(),
                damage,
                Cut(),
                Strays(),
                NotRecords("object"),
                TooLongRecords(),
                Omitted(),
                Unanswered(),
            ];
        return new FileReading(counts, [.. gaps.OfType<string>()]) { IsCheck = isCheck };
    }

    /// <summary>Whether nothing else is there; beside events they are what stands where an event should.</summary>
    private bool IsCheck()
    {
        if (checks > 0 && records == 0 && counts.NotRecords == 0)
            return true;
        counts = counts with { NotRecords = counts.NotRecords + checks };
        return false;
    }

    /// <summary>Why the data that the text is packed in could not be read to its end; null when it was.</summary>
    private string? Split(StoredFileStream file)
    {
        using var text = file.Open();
        try
        {
            splitter.Split(text);
            return null;
        }
        catch (InvalidDataException)
        {
            return DamagedData(file, splitter.Length);
        }
        catch (IOException e)
        {
            // Nothing is wrong with the file: read again, it may be whole.
            throw new IOException($"reading failed after byte {splitter.Length} of the text: {e.Message}", e);
        }
    }

    private static string DamagedData(StoredFileStream file, long length)
    {
        var (kind, damage) = file.IsGzip ? ("gzip", "damaged") : ("zstd", "damaged or cut, or needs more than 32 MB");
        return $"the {kind} data is {damage}; nothing after byte {length} of the text was read";
    }

    /// <summary>A text that has no record for the splitter: a table, a quoted or a packed one.</summary>
    private bool ReadOther(Func<Stream> open)
    {
        if (ReadText(open) is not { } text)
            return false;
        var before = (counts, damage);
        (counts, damage) = (new TrailCounts(), null);
        using var reader = new StreamReader(text, Encoding.UTF8);
        Take(RecordText.In(reader.ReadToEnd()));
        if (records == 0)
            (counts, damage) = before;
        return records > 0;
    }

    /// <summary>The whole text, or what can be read of it; null when it is too long for what people send.</summary>
    private MemoryStream? ReadText(Func<Stream> open)
    {
        using var source = open();
        using var file = new StoredFileStream(source, stored);
        using var unpacked = file.Open();
        var text = new MemoryStream();
        var part = new byte[64 << 10];
        try
        {
            for (var read = unpacked.Read(part); read > 0; read = unpacked.Read(part))
            {
                text.Write(part, 0, read);
                if (text.Length > LongestOther)
                    return null;
            }
            if (file.IsGzip && !file.SaysLength(text.Length))
                damagedData ??= CheckGzip(open, text.Length);
        }
        catch (InvalidDataException)
        {
            damagedData ??= DamagedData(file, text.Length);
        }
        text.Position = 0;
        return text;
    }

    private static string? CheckGzip(Func<Stream> open, long read)
    {
        using var source = open();
        var problem = new GzipCheck(source).Problem(out var length);
        if (problem is not null || length == read)
            return problem;
        return $"{Quantity.Of(length - read, "byte of the text was", "bytes of the text were")} not read";
    }

    private string? Problem() =>
        splitter.Problem is { } problem
            ? $"{problem}; nothing after byte {splitter.ProblemAt} of the text was read"
            : null;

    private string? Broken()
    {
        if (splitter.BrokenRecords == 0)
            return null;
        var events = Quantity.Of(splitter.BrokenRecords, "event is", "events are");
        return $"{events} cut or damaged, first at byte {splitter.BrokenAt} of the text";
    }

    private string? Cut() => splitter.NamesNextPage ? CutAnswer.NextPage : cut;

    private string? Strays() =>
        splitter.Strays > 0
            ? $"something that is no event stands between the events, first at byte {splitter.StrayAt} of the text"
            : null;

    /// <param name="what">What is counted: objects, or rows of a table.</param>
    private string? NotRecords(string what) =>
        (records, counts.NotRecords) switch
        {
            (_, 0) => null,
            (0, _) => "nothing in it is a CloudTrail event",
            var (_, others) => Quantity.Of(
                others,
                $"{what} in it is no CloudTrail event",
                $"{what}s in it are no CloudTrail events"
            ),
        };

    private string? TooLongRecords() =>
        splitter.TooLongRecords > 0
            ? $"events longer than {RecordSplitter.LongestRecord >> 20} MB were skipped: {splitter.TooLongRecords}"
            : null;

    private string? Omitted() =>
        omitted > 0
            ? $"CloudTrail left out the parameters of {Quantity.Of(omitted, "call")}, for they were too long: the image is not known"
            : null;

    private string? Unanswered() =>
        unanswered > 0
            ? $"CloudTrail left out the answers to {Quantity.Of(unanswered, "call")}, for they were too long:"
                + " what was launched, made or refused is not known"
            : null;

    private void ReadRecord(ReadOnlySpan<byte> record, int name)
    {
        if (!allCalls && name >= 0 && IsUnwatched(record, name))
        {
            records++;
            return;
        }
        try
        {
            if (ReadCall(record) is { } call)
                Count(call);
            else if (IsControlMessage(record))
                checks++;
            else if (WrappedRecords.In(record) is { IsEmpty: false } wrapped)
                Take(wrapped);
            else
                counts = counts with { NotRecords = counts.NotRecords + 1 };
        }
        catch (JsonException e)
        {
            NoteDamage(1, WrappedRecords.ReasonOf(e), records);
        }
    }

    /// <summary>
    /// CloudWatch Logs user guide, "Log group-level subscription filters": `messageType` is CONTROL_MESSAGE where it checks whether the
    /// destination can be reached, and DATA_MESSAGE for log events.
    /// </summary>
    private static bool IsControlMessage(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, TrailEventReader.Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("messageType"u8);
            reader.Read();
            if (isType)
                return reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("CONTROL_MESSAGE"u8);
            reader.Skip();
        }
        return false;
    }

    /// <summary>Null when it is no record of a call.</summary>
    private TrailEvent? ReadCall(ReadOnlySpan<byte> record) =>
        events.Read(record) is { } read && WrappedRecords.IsCallSource(read.Source) ? read : null;

    private void Take(WrappedRecords found)
    {
        cut ??= found.Cut;
        if (found.Damage is { } reason)
            NoteDamage(found.Damaged, reason, records + found.DamagedAfter);
        foreach (var record in found.Records)
            try
            {
                if (ReadCall(record) is { } call)
                    Count(call);
                else
                    counts = counts with { NotRecords = counts.NotRecords + 1 };
            }
            catch (JsonException e)
            {
                NoteDamage(1, WrappedRecords.ReasonOf(e), records);
            }
        records += found.OtherCategories;
        counts = counts with
        {
            NotRecords = counts.NotRecords + found.Others,
            OtherCategories = counts.OtherCategories + found.OtherCategories,
        };
    }

    private void NoteDamage(int count, string reason, long after)
    {
        counts = counts with { DamagedRecords = counts.DamagedRecords + count };
        damage ??= $"an event is damaged ({reason}); first the one after {Quantity.Of(after, "good one")}";
    }

    /// <summary>
    /// True only when the value is surely another name, for an escaped one may be a watched one, and of a call: notifications and stream
    /// records have names too, but no source like that, which stands beside the name.
    /// </summary>
    private static bool IsUnwatched(ReadOnlySpan<byte> record, int name)
    {
        var value = record[name..];
        if (value[0] != '"')
            return false;
        var end = value[1..].IndexOfAny((byte)'"', (byte)'\\');
        if (end < 0 || value[end + 1] != '"' || !WatchedCalls.Named(value.Slice(1, end)).IsEmpty)
            return false;
        // As CloudTrail writes it; others sort their keys.
        if (record[..name].EndsWith(".amazonaws.com\",\"eventName\":"u8))
            return true;
        var from = Math.Max(0, name - SourceBeside);
        var to = Math.Min(record.Length, name + end + SourceBeside);
        return record[from..to].IndexOf(".amazonaws.com\""u8) >= 0;
    }

    private void Count(TrailEvent read)
    {
        records++;
        if (!allCalls && WatchedCalls.Find(read.Source, read.Name, read.ErrorCode, read.ErrorMessage) is null)
            return;
        if (!allCalls && TrailEvent.IsOtherCategory(read.Category))
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
        if (read.Time is null)
            counts = counts with { WithoutTime = counts.WithoutTime + 1 };
        if (read is { IsOmitted: true, Images.IsEmpty: true })
            omitted++;
        else if (read.IsAnswerOmitted && DependsOnAnswer(read))
            unanswered++;
        // CloudTrail user guide, "CloudTrail record contents": a new major version is no longer compatible.
        if (!read.Version.StartsWith("1.", StringComparison.Ordinal))
            counts = counts with { UnknownVersions = counts.UnknownVersions + 1 };
    }

    /// <summary>A fleet says only there what was refused; of other calls it may be the only place that names the image.</summary>
    private static bool DependsOnAnswer(TrailEvent read) =>
        read.Name == "CreateFleet"
        || WatchedCalls.Find(read.Source, read.Name) is { Kind: CallKind.Launch or CallKind.Creation }
            && !read.Images.Any(i => CallImages.IsImage(i));
}
