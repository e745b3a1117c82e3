using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// Gives the same string for the same text, for accounts, callers and images come again and again. A text of a record is found by its
/// bytes, so that one which is known is not decoded. Keeps the last string of each place only.
/// </summary>
public sealed class StringPool
{
    private const int Places = 1 << 15;

    /// <summary>In bytes; longer text seldom comes twice.</summary>
    private const int Longest = 256;

    private readonly string[] read = new string[Places];
    private readonly string[] made = new string[Places];

    /// <summary>Throws <see cref="InvalidOperationException"/> when the text is no Unicode.</summary>
    internal string Get(ref Utf8JsonReader reader)
    {
        var text = reader.ValueSpan;
        if (reader.ValueIsEscaped || text.Length > Longest)
            return reader.GetString() ?? "";
        ref var known = ref read[Place(text)];
        if (known is not null && Ascii.Equals(text, known))
            return known;
        return known = reader.GetString() ?? "";
    }

    /// <param name="text">UTF-8; what is none becomes a replacement character.</param>
    public string Get(ReadOnlySpan<byte> text)
    {
        if (text.Length > Longest)
            return Encoding.UTF8.GetString(text);
        ref var known = ref read[Place(text)];
        if (known is not null && Ascii.Equals(text, known))
            return known;
        return known = Encoding.UTF8.GetString(text);
    }

    /// <param name="text">One that stands in no record as it is.</param>
    public string Get(string text)
    {
        ref var known = ref made[Place(MemoryMarshal.AsBytes(text.AsSpan()))];
        return known == text ? known : known = text;
    }

    /// <summary>Two texts at one place cost no more than a string for each.</summary>
    private static int Place(ReadOnlySpan<byte> text)
    {
        var hash = 0U;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(text))
            hash = BitOperations.Crc32C(hash, word);
        foreach (var rest in text[(text.Length & ~7)..])
            hash = BitOperations.Crc32C(hash, rest);
        return (int)(hash & (Places - 1));
    }
}
