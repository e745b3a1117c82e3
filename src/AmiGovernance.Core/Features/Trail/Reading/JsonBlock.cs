using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// What one block of 64 bytes of JSON text holds, as one bit for each byte. Strings are told from structure exactly, escapes
/// included, whatever the spacing: the masks depend on the bytes before the block only by what is carried over.
/// </summary>
/// <remarks>The way of simdjson's first stage (Langdale, Lemire: "Parsing Gigabytes of JSON per Second", 2019).</remarks>
internal ref struct JsonBlock
{
    public const int Size = 64;

    /// <summary>Brackets outside of strings, `{` and `[`.</summary>
    public ulong Opens;

    /// <summary>`}` and `]`.</summary>
    public ulong Closes;

    /// <summary>
    /// The sixth byte after the beginning of a string, where it is `N`: all that `"eventName"` can be, and little else.
    /// </summary>
    public ulong Names;

    /// <summary>Carried from block to block; the default stands for the beginning of a text.</summary>
    internal struct Carry
    {
        /// <summary>All ones inside a string.</summary>
        public ulong InString;

        /// <summary>Whether the next byte is escaped.</summary>
        public bool Escaped;

        /// <summary>The beginnings of strings in the last six bytes.</summary>
        public ulong StringStarts;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static JsonBlock Read(ref byte start, nuint at, ref Carry carry)
    {
        var bytes = Vector512.LoadUnsafe(ref start, at);
        var quotes = Vector512.Equals(bytes, Vector512.Create((byte)'"')).ExtractMostSignificantBits();
        var backslashes = Vector512.Equals(bytes, Vector512.Create((byte)'\\')).ExtractMostSignificantBits();
        if (backslashes != 0 || carry.Escaped)
            quotes &= ~Escaped(backslashes, ref carry.Escaped);
        // Each bit becomes the parity of the quotes up to it: one from the beginning of a string to before its end.
        var inString = quotes ^ (quotes << 1);
        inString ^= inString << 2;
        inString ^= inString << 4;
        inString ^= inString << 8;
        inString ^= inString << 16;
        inString ^= inString << 32;
        inString ^= carry.InString;
        carry.InString = (ulong)((long)inString >> 63);
        // `[` and `{`, `]` and `}` differ in one bit only.
        var folded = bytes | Vector512.Create((byte)0x20);
        var starts = quotes & inString;
        var block = new JsonBlock
        {
            Opens = Vector512.Equals(folded, Vector512.Create((byte)'{')).ExtractMostSignificantBits() & ~inString,
            Closes = Vector512.Equals(folded, Vector512.Create((byte)'}')).ExtractMostSignificantBits() & ~inString,
            Names =
                Vector512.Equals(bytes, Vector512.Create((byte)'N')).ExtractMostSignificantBits()
                & ((starts << 6) | carry.StringStarts),
        };
        carry.StringStarts = starts >> (Size - 6);
        return block;
    }

    /// <summary>The bytes after an odd number of backslashes.</summary>
    private static ulong Escaped(ulong backslashes, ref bool escaped)
    {
        const ulong OddBits = 0xAAAA_AAAA_AAAA_AAAA;
        var carried = escaped ? 1UL : 0;
        var potential = backslashes & ~carried;
        var codes = (((potential << 1) | OddBits) - potential) ^ OddBits;
        escaped = (codes & backslashes) >> 63 != 0;
        return codes ^ (backslashes | carried);
    }
}
