namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>Bytes and bits of a stream as DEFLATE takes them: bits from the lowest on (RFC 1951, 3.1.1).</summary>
internal sealed class BitReader(Stream source)
{
    private readonly byte[] buffer = new byte[64 << 10];
    private int filled;
    private int at;
    private long dropped;
    private uint bits;
    private int bitCount;

    /// <summary>In bytes.</summary>
    public long Position => dropped + at;

    /// <summary>The next byte, which is still to be read; -1 at the end.</summary>
    public int Peek()
    {
        if (at < filled)
            return buffer[at];
        dropped += filled;
        (at, filled) = (0, source.Read(buffer));
        return filled == 0 ? -1 : buffer[0];
    }

    /// <exception cref="EndOfStreamException">There is none.</exception>
    public int Byte()
    {
        var next = Peek();
        if (next < 0)
            throw new EndOfStreamException();
        at++;
        return next;
    }

    /// <summary>Of two bytes, the lower one first.</summary>
    public int UInt16() => Byte() | Byte() << 8;

    public void SkipBytes(int count)
    {
        for (var i = 0; i < count; i++)
            Byte();
    }

    public int Bits(int count)
    {
        while (bitCount < count)
        {
            bits |= (uint)Byte() << bitCount;
            bitCount += 8;
        }
        var result = bits & ((1u << count) - 1);
        bits >>= count;
        bitCount -= count;
        return (int)result;
    }

    /// <summary>Drops what is left of a byte.</summary>
    public void Align() => (bits, bitCount) = (0, 0);
}
