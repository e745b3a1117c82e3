namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// A canonical code (RFC 1951, 3.2.2): how many symbols of each length there are, and the symbols in order.
/// </summary>
internal sealed class HuffmanCode
{
    private const int MostBits = 15;

    private readonly int[] counts = new int[MostBits + 1];
    private readonly int[] symbols;

    /// <param name="lengths">Of the code of each symbol, in bits; zero for symbols that do not occur.</param>
    public HuffmanCode(byte[] lengths)
    {
        foreach (var length in lengths)
            counts[length]++;
        counts[0] = 0;
        symbols =
        [
            .. Enumerable.Range(0, lengths.Length).Where(i => lengths[i] > 0).OrderBy(i => lengths[i]).ThenBy(i => i),
        ];
    }

    /// <exception cref="InvalidDataException">No symbol has this code.</exception>
    public int Read(BitReader reader)
    {
        var (value, first, index) = (0, 0, 0);
        for (var length = 1; length <= MostBits; length++)
        {
            value |= reader.Bits(1);
            var count = counts[length];
            if (value - first < count)
                return symbols[index + value - first];
            index += count;
            first = (first + count) << 1;
            value <<= 1;
        }
        throw new InvalidDataException();
    }
}
