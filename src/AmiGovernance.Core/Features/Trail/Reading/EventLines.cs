namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// A text line by line, where a line is all from one beginning of an event to the next: no string of JSON has a line break in it, so
/// that an event that is cut ends there at the latest. Reads to the end of the line at hand; before the first one stands the broken one.
/// </summary>
/// <param name="begun">What has been read of the text.</param>
/// <param name="rest">The rest of it; read, and left open.</param>
internal sealed class EventLines(ReadOnlyMemory<byte> begun, Stream rest) : ForwardStream
{
    private const int Size = 128 << 10;

    /// <summary>In bytes: a line break, and what tells of a line whether it begins with an event.</summary>
    private const int Begin = 1 + LogLine.TimeLength;

    private readonly byte[] buffer = new byte[Size];
    private ReadOnlyMemory<byte> begun = begun;
    private int given;
    private int filled;

    /// <summary>Up to here all belongs to the line at hand.</summary>
    private int sure;

    /// <summary>Whether the next line begins there.</summary>
    private bool isNext;

    private bool isEnd;

    /// <summary>Where the next byte stands in the text.</summary>
    public long At { get; private set; }

    /// <summary>In bytes, of the rest.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Where the next line that begins with an event begins; -1 for none.</summary>
    public static int Next(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (text[at..].IndexOf((byte)'\n') is >= 0 and var length)
        {
            at += length + 1;
            if (text[at..] is [(byte)'{' or (byte)'[', ..] || LogLine.TimeAt(text[at..]) > 0)
                return at;
        }
        return -1;
    }

    /// <summary>Leaves what remains of the line at hand. False when it is the last one.</summary>
    public bool MoveNext()
    {
        Give(sure - given);
        while (!isNext && !isEnd)
        {
            Fill();
            Give(sure - given);
        }
        if (!isNext)
            return false;
        Look();
        return true;
    }

    public override int Read(Span<byte> to)
    {
        while (given == sure && !isNext && !isEnd)
            Fill();
        var read = Math.Min(to.Length, sure - given);
        buffer.AsSpan(given, read).CopyTo(to);
        Give(read);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    private void Give(int count)
    {
        given += count;
        At += count;
    }

    private void Fill()
    {
        buffer.AsSpan(given, filled - given).CopyTo(buffer);
        (given, filled) = (0, filled - given);
        var read = ReadMore(buffer.AsSpan(filled));
        filled += read;
        isEnd = read == 0;
        Look();
    }

    private int ReadMore(Span<byte> to)
    {
        if (begun.IsEmpty)
        {
            var read = rest.Read(to);
            BytesRead += read;
            return read;
        }
        var known = begun[..Math.Min(begun.Length, to.Length)];
        known.Span.CopyTo(to);
        begun = begun[known.Length..];
        return known.Length;
    }

    private void Look()
    {
        var next = Next(buffer.AsSpan(given, filled - given));
        isNext = next >= 0;
        if (isNext)
            sure = given + next;
        else
            sure = isEnd ? filled : Math.Max(given, filled - Begin);
    }
}
