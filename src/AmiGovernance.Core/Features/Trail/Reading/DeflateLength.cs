namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>The length of a text that DEFLATE packed (RFC 1951), found without making the text.</summary>
internal sealed class DeflateLength(BitReader reader)
{
    private const int EndOfBlock = 256;
    private const int FirstLength = 257;

    /// <summary>The last symbol of a length stands for the greatest one, and for no other.</summary>
    private const int LastLength = 285;

    /// <summary>
    /// In this order a block tells how long the codes are with which it tells how long its codes are.
    /// </summary>
    private static readonly byte[] CodeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>3.2.6.</summary>
    private static readonly HuffmanCode FixedLiterals = new([
        .. Enumerable.Repeat((byte)8, 144),
        .. Enumerable.Repeat((byte)9, 112),
        .. Enumerable.Repeat((byte)7, 24),
        .. Enumerable.Repeat((byte)8, 8),
    ]);

    private static readonly HuffmanCode FixedDistances = new([.. Enumerable.Repeat((byte)5, 30)]);

    /// <summary>Reads to the end of the packed data.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="EndOfStreamException">It is cut.</exception>
    public long Read()
    {
        var length = 0L;
        bool isLast;
        do
        {
            isLast = reader.Bits(1) != 0;
            length += reader.Bits(2) switch
            {
                0 => Stored(),
                1 => Coded(FixedLiterals, FixedDistances),
                2 => Dynamic(),
                _ => throw new InvalidDataException(),
            };
        } while (!isLast);
        reader.Align();
        return length;
    }

    /// <summary>3.2.4: the length, its complement, and the text as it is.</summary>
    private int Stored()
    {
        reader.Align();
        var length = reader.UInt16();
        reader.SkipBytes(2);
        reader.SkipBytes(length);
        return length;
    }

    /// <summary>3.2.7: the block brings its codes with it.</summary>
    private long Dynamic()
    {
        var (literals, distances, codes) = (reader.Bits(5) + 257, reader.Bits(5) + 1, reader.Bits(4) + 4);
        var ofCodes = new byte[CodeLengthOrder.Length];
        for (var i = 0; i < codes; i++)
            ofCodes[CodeLengthOrder[i]] = (byte)reader.Bits(3);

        var lengths = CodeLengths(new HuffmanCode(ofCodes), literals + distances);
        return Coded(new HuffmanCode(lengths[..literals]), new HuffmanCode(lengths[literals..]));
    }

    private byte[] CodeLengths(HuffmanCode code, int count)
    {
        var lengths = new byte[count];
        for (var i = 0; i < count; )
        {
            var symbol = code.Read(reader);
            var (value, times) = symbol switch
            {
                < 16 => ((byte)symbol, 1),
                16 when i > 0 => (lengths[i - 1], 3 + reader.Bits(2)),
                17 => ((byte)0, 3 + reader.Bits(3)),
                18 => ((byte)0, 11 + reader.Bits(7)),
                _ => throw new InvalidDataException(),
            };
            if (i + times > count)
                throw new InvalidDataException();
            lengths.AsSpan(i, times).Fill(value);
            i += times;
        }
        return lengths;
    }

    /// <summary>3.2.5: literals, and pairs of a length and a distance, of which only the length matters here.</summary>
    private long Coded(HuffmanCode literals, HuffmanCode distances)
    {
        var length = 0L;
        while (true)
        {
            var symbol = literals.Read(reader);
            if (symbol == EndOfBlock)
                return length;
            if (symbol < EndOfBlock)
            {
                length++;
                continue;
            }
            length += Copied(symbol);
            var distance = distances.Read(reader);
            reader.Bits(distance < 4 ? 0 : distance / 2 - 1);
        }
    }

    /// <summary>Four symbols share a number of extra bits: 257 to 264 have none, 265 to 268 one, and so on.</summary>
    private int Copied(int symbol)
    {
        if (symbol > LastLength)
            throw new InvalidDataException();
        if (symbol == LastLength)
            return 258;
        var step = symbol - FirstLength;
        if (step < 8)
            return step + 3;
        var extra = step / 4 - 1;
        return ((4 + step % 4) << extra) + 3 + reader.Bits(extra);
    }
}
