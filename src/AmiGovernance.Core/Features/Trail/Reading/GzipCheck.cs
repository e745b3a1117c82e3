namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// Whether a gzip file is whole: all members (RFC 1952, "File format") complete and of the length they say, and nothing after
/// them. The platform's GZipStream tells neither a cut file nor one with other bytes at its end from a whole one. Decodes the
/// symbols of DEFLATE (RFC 1951) without making the text, for files that do not end as a single member does.
/// </summary>
internal sealed class GzipCheck(Stream source)
{
    private static readonly byte[] CodeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
    private static readonly int[] LengthBase =
    [
        3,
        4,
        5,
        6,
        7,
        8,
        9,
        10,
        11,
        13,
        15,
        17,
        19,
        23,
        27,
        31,
        35,
        43,
        51,
        59,
        67,
        83,
        99,
        115,
        131,
        163,
        195,
        227,
        258,
    ];
    private static readonly int[] LengthBits =
    [
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        1,
        1,
        1,
        1,
        2,
        2,
        2,
        2,
        3,
        3,
        3,
        3,
        4,
        4,
        4,
        4,
        5,
        5,
        5,
        5,
        0,
    ];

    private readonly byte[] buffer = new byte[64 << 10];
    private int filled;
    private int at;
    private long dropped;
    private uint bits;
    private int bitCount;

    private sealed class CutException : Exception;

    /// <summary>Null when the file is whole; <paramref name="length"/> is that of the text of all whole members.</summary>
    public string? Problem(out long length)
    {
        length = 0;
        try
        {
            while (true)
            {
                length += Member();
                if (SkipZeros())
                    return null;
                if (Peek() != 0x1F)
                    return $"bytes that are no gzip follow at {dropped + at}";
            }
        }
        catch (CutException)
        {
            return "the gzip data is cut";
        }
        catch (InvalidDataException)
        {
            return $"the gzip data is damaged near byte {dropped + at}";
        }
    }

    private long Member()
    {
        Header();
        var length = 0L;
        bool last;
        do
        {
            last = Bits(1) != 0;
            length += Bits(2) switch
            {
                0 => Stored(),
                1 => Coded(Fixed(), new Huffman([.. Enumerable.Repeat((byte)5, 30)])),
                2 => Dynamic(),
                _ => throw new InvalidDataException(),
            };
        } while (!last);
        (bits, bitCount) = (0, 0);
        // The checksum was compared when the text was made.
        for (var i = 0; i < 4; i++)
            Byte();
        var said = Byte() | Byte() << 8 | Byte() << 16 | Byte() << 24;
        return (int)length == said ? length : throw new InvalidDataException();
    }

    private void Header()
    {
        if (Byte() != 0x1F || Byte() != 0x8B || Byte() != 8)
            throw new InvalidDataException();
        var flags = Byte();
        for (var i = 0; i < 6; i++)
            Byte();
        if ((flags & 4) != 0)
            for (var extra = Byte() | Byte() << 8; extra > 0; extra--)
                Byte();
        foreach (var text in (ReadOnlySpan<int>)[8, 16])
            if ((flags & text) != 0)
                while (Byte() != 0) { }
        if ((flags & 2) != 0)
            _ = Byte() + Byte();
    }

    private long Stored()
    {
        (bits, bitCount) = (0, 0);
        var length = Byte() | Byte() << 8;
        _ = Byte() + Byte();
        for (var i = 0; i < length; i++)
            Byte();
        return length;
    }

    private static Huffman Fixed()
    {
        var lengths = new byte[288];
        for (var i = 0; i < lengths.Length; i++)
            lengths[i] = (byte)(
                i < 144 ? 8
                : i < 256 ? 9
                : i < 280 ? 7
                : 8
            );
        return new Huffman(lengths);
    }

    private long Dynamic()
    {
        var (literals, distances, codes) = (Bits(5) + 257, Bits(5) + 1, Bits(4) + 4);
        var lengths = new byte[19];
        for (var i = 0; i < codes; i++)
            lengths[CodeLengthOrder[i]] = (byte)Bits(3);
        var code = new Huffman(lengths);
        lengths = new byte[literals + distances];
        for (var i = 0; i < lengths.Length; )
        {
            var symbol = Symbol(code);
            var (value, count) = symbol switch
            {
                < 16 => ((byte)symbol, 1),
                16 when i > 0 => (lengths[i - 1], 3 + Bits(2)),
                17 => ((byte)0, 3 + Bits(3)),
                18 => ((byte)0, 11 + Bits(7)),
                _ => throw new InvalidDataException(),
            };
            if (i + count > lengths.Length)
                throw new InvalidDataException();
            lengths.AsSpan(i, count).Fill(value);
            i += count;
        }
        return Coded(new Huffman(lengths[..literals]), new Huffman(lengths[literals..]));
    }

    private long Coded(Huffman literals, Huffman distances)
    {
        var length = 0L;
        while (true)
        {
            var symbol = Symbol(literals);
            if (symbol == 256)
                return length;
            if (symbol < 256)
                length++;
            else if (symbol - 257 >= LengthBase.Length)
                throw new InvalidDataException();
            else
            {
                length += LengthBase[symbol - 257] + Bits(LengthBits[symbol - 257]);
                var distance = Symbol(distances);
                Bits(distance < 4 ? 0 : distance / 2 - 1);
            }
        }
    }

    private int Symbol(Huffman code)
    {
        var (value, first, index) = (0, 0, 0);
        for (var length = 1; length < code.Counts.Length; length++)
        {
            value |= Bits(1);
            var count = code.Counts[length];
            if (value - first < count)
                return code.Symbols[index + value - first];
            index += count;
            first = (first + count) << 1;
            value <<= 1;
        }
        throw new InvalidDataException();
    }

    private int Bits(int count)
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

    /// <summary>False when something else follows; padding with zeros is usual on tapes and in archives.</summary>
    private bool SkipZeros()
    {
        while (Peek() == 0)
            at++;
        return Peek() < 0;
    }

    private int Byte() => Peek() is >= 0 and var b ? Advance(b) : throw new CutException();

    private int Advance(int value)
    {
        at++;
        return value;
    }

    /// <summary>-1 at the end.</summary>
    private int Peek()
    {
        if (at < filled)
            return buffer[at];
        dropped += filled;
        (at, filled) = (0, source.Read(buffer));
        return filled == 0 ? -1 : buffer[0];
    }

    /// <summary>A canonical code: how many symbols of each length, and the symbols in order.</summary>
    private sealed class Huffman
    {
        public int[] Counts { get; } = new int[16];

        public int[] Symbols { get; }

        public Huffman(byte[] lengths)
        {
            foreach (var length in lengths)
                Counts[length]++;
            Counts[0] = 0;
            Symbols =
            [
                .. Enumerable
                    .Range(0, lengths.Length)
                    .Where(i => lengths[i] > 0)
                    .OrderBy(i => lengths[i])
                    .ThenBy(i => i),
            ];
        }
    }
}
