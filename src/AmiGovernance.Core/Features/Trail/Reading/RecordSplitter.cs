using System.Numerics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <param name="record">The object, from `{` to `}`.</param>
/// <param name="name">
/// Where in it the value of `eventName` begins; -1 when the key does not stand there once in its plain spelling.
/// </param>
internal delegate void RecordAction(ReadOnlySpan<byte> record, int name);

/// <summary>
/// Cuts a JSON text of any length into its records without parsing them: `{"Records":[…]}`, bare arrays, JSON lines, objects one
/// after the other, LookupEvents output, and arrays of these. Only brackets outside of strings are looked at, and what stands
/// between records. Made for one thread, and used for many texts.
/// </summary>
internal sealed partial class RecordSplitter(RecordAction onRecord)
{
    /// <summary>
    /// In bytes. CloudTrail's events have 256 KB at most (CloudTrail user guide, "Quotas"); a longer one is skipped and
    /// counted.
    /// </summary>
    public const int LongestRecord = 16 << 20;

    private const int FirstSize = 256 << 10;

    /// <summary>Read at once; small enough to be looked at while it is still in the cache.</summary>
    private const int Chunk = 128 << 10;

    /// <summary>What stands before a bracket and may matter: a key, and spaces around its colon.</summary>
    private const int LookBack = 256;

    private byte[] buffer = new byte[FirstSize + JsonBlock.Size];
    private int filled;
    private int scanned;
    private long dropped;
    private JsonBlock.Carry carry;
    private int depth;

    /// <summary>
    /// Of the object at hand, which may be a record or hold records; -1 between objects, -2 when it is too long to
    /// keep.
    /// </summary>
    private int recordStart;

    private const int None = -1;
    private const int TooLong = -2;

    /// <summary>Up to here all is accounted for.</summary>
    private int accounted;

    private int nameCount;
    private int firstName;

    /// <summary>In bytes, of the text that was read.</summary>
    public long Length => dropped + filled + lineBytes;

    /// <summary>Things between the records that are no objects.</summary>
    public int Strays { get; private set; }

    /// <summary>The place of the first of them.</summary>
    public long StrayAt { get; private set; }

    public int TooLongRecords { get; private set; }

    /// <summary>Whether an answer of AWS is one page of several.</summary>
    public bool NamesNextPage { get; private set; }

    /// <summary>
    /// What is wrong with the text as a whole; null when nothing is. What came before <see cref="ProblemAt"/> was read.
    /// </summary>
    public string? Problem { get; private set; }

    public long ProblemAt { get; private set; }

    /// <summary>
    /// Reads to the end; exceptions of the stream pass through, and everything complete before them was handed on.
    /// </summary>
    public void Split(Stream text)
    {
        var damage = SplitWhole(text);
        if (Problem is not null)
            SplitLines(damage is null ? text : Stream.Null);
        if (damage is not null)
            ExceptionDispatchInfo.Throw(damage);
    }

    /// <summary>What the stream raised at its end, when its data is damaged; what came before was scanned to its last byte.</summary>
    private InvalidDataException? SplitWhole(Stream text)
    {
        (filled, scanned, dropped, carry, depth, recordStart, accounted, nameCount) = (0, 0, 0, default, 0, None, 0, 0);
        (inHolder, Strays, StrayAt, TooLongRecords, Problem, ProblemAt) = (false, 0, 0, 0, null, 0);
        (BrokenRecords, BrokenAt, lineBytes, NamesNextPage) = (0, 0, 0, false);
        containers.Clear();
        containers.Push(new Container(0, ContainerKind.Text));
        UseContainer();
        try
        {
            SplitAll(text);
            return null;
        }
        catch (InvalidDataException e)
        {
            ScanRest();
            if (Problem is null && IsInMiddle)
                FailInMiddle();
            return e;
        }
    }

    private void SplitAll(Stream text)
    {
        while (true)
        {
            MakeRoom();
            if (Problem is not null)
                return;
            var read = text.Read(buffer, filled, Math.Min(Chunk, buffer.Length - JsonBlock.Size - filled));
            if (read == 0)
                break;
            filled += read;
            Scan();
            if (Problem is not null)
                return;
        }
        Finish();
    }

    private void Finish()
    {
        ScanRest();
        if (Problem is not null)
            return;
        if (IsInMiddle)
            FailInMiddle();
        else
            CheckGap(filled);
    }

    private void ScanRest()
    {
        // The slack behind the buffer takes the last block's padding.
        var padded = scanned + (filled - scanned + JsonBlock.Size - 1) / JsonBlock.Size * JsonBlock.Size;
        var end = filled;
        buffer.AsSpan(end, padded - end).Fill((byte)' ');
        filled = padded;
        Scan();
        filled = end;
        scanned = end;
    }

    private void MakeRoom()
    {
        if (buffer.Length - JsonBlock.Size - filled >= Chunk)
            return;
        var from = recordStart >= 0 ? recordStart : Math.Max(0, scanned - LookBack);
        if (recordStart == None && !inHolder)
            CheckGap(scanned);
        else if (recordStart == None)
            SeeHolder(accounted, scanned);
        if (recordStart >= 0 && filled - from > LongestRecord)
        {
            if (EventLines.Next(buffer.AsSpan(from, filled - from)) >= 0)
            {
                FailInMiddle();
                return;
            }
            recordStart = TooLong;
            from = Math.Max(0, scanned - LookBack);
        }
        buffer.AsSpan(from, filled - from).CopyTo(buffer);
        filled -= from;
        scanned -= from;
        dropped += from;
        accounted = Math.Max(0, accounted - from);
        firstName -= from;
        if (recordStart >= 0)
            recordStart = 0;
        if (buffer.Length - JsonBlock.Size - filled < Chunk)
            Array.Resize(ref buffer, buffer.Length * 2);
    }

    private void Scan()
    {
        ref var start = ref MemoryMarshal.GetArrayDataReference(buffer);
        var at = scanned;
        for (; at + JsonBlock.Size <= filled; at += JsonBlock.Size)
        {
            var block = JsonBlock.Read(ref start, (nuint)at, ref carry);
            var closes = BitOperations.PopCount(block.Closes);
            if (depth - closes <= watchedDepth && (block.Opens | block.Closes) != 0)
            {
                Walk(at, block);
                if (Problem is not null)
                    break;
                continue;
            }
            if (block.Names != 0)
                NoteNames(at, block);
            depth += BitOperations.PopCount(block.Opens) - closes;
        }
        scanned = at;
    }

    /// <summary>Of strings that may be `eventName`, those directly in the record.</summary>
    private void NoteNames(int at, in JsonBlock block)
    {
        for (var names = block.Names; names != 0; names &= names - 1)
        {
            var before = (names & (0 - names)) - 1;
            if (
                depth + BitOperations.PopCount(block.Opens & before) - BitOperations.PopCount(block.Closes & before)
                == recordDepth
            )
                NoteName(at + BitOperations.TrailingZeroCount(names));
        }
    }

    private void NoteName(int at)
    {
        // Others, such as a value that begins with `eventN`, come too rarely to be kept apart: then the record is parsed.
        if (nameCount++ == 0)
            firstName = at - 6;
    }

    private void Emit(int end)
    {
        if (recordStart == TooLong || end - recordStart > LongestRecord)
            TooLongRecords++;
        else
        {
            var record = buffer.AsSpan(recordStart, end - recordStart);
            onRecord(record, nameCount == 1 ? NameValue(record, firstName - recordStart) : -1);
        }
        recordStart = None;
        accounted = end;
    }

    /// <summary>Where the value of the key at this place begins, when the key is `eventName`; else -1.</summary>
    private static int NameValue(ReadOnlySpan<byte> record, int at)
    {
        var key = "\"eventName\""u8;
        if (!record[at..].StartsWith(key))
            return -1;
        var colon = at + key.Length;
        while (IsSpace(record[colon]))
            colon++;
        if (record[colon] != ':')
            return -1;
        for (at = colon + 1; IsSpace(record[at]); at++) { }
        return at;
    }

    private bool IsInMiddle => carry.InString != 0 || depth != 0;

    private void FailInMiddle() => Fail(dropped + Unread, "it ends in the middle");

    private void Fail(long at, string problem) => (Problem, ProblemAt) = (problem, at);

    private static bool IsSpace(byte b) => b is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';
}
