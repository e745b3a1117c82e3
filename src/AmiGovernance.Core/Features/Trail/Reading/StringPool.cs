using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// Gives the same string for the same text, for accounts, callers and images come again and again. A text of a record is found by its
/// bytes, so that one which is known is not decoded. Keeps the last string of each place only.
/// </summary>
internal sealed class StringPool
{
    private const int Places = 1 << 15;

    /// <summary>In bytes; longer text seldom comes twice.</summary>
    private const int Longest = 256;

    private readonly string[] read = new string[Places];
    private readonly string[] made = new string[Places];

    /// <summary>Throws <see cref="InvalidOperationException"/> when the text is no Unicode.</summary>
    public string Get(ref Utf8JsonReader reader)
    {
        var text = reader.ValueSpan;
        if (reader.ValueIsEscaped || text.Length > Longest)
            return reader.GetString() ?? "";
        ref var known = ref read[Place(text)];
        if (known is not null && Ascii.Equals(text, known))
            return known;
        return known = reader.GetString() ?? "";
    }

    /// <param name="text">One that stands in no record as it is.</param>
    public string Get(string text)
    {
        ref var known = ref made[Place(MemoryMarshal.AsBytes(text.AsSpan()))];
        return known == text ? known : known = text;
    }

    /// <summary>Differs from run to run: nobody who writes records can choose texts that all go to one place.</summary>
    private static int Place(ReadOnlySpan<byte> text)
    {
        var hash = new HashCode();
        hash.AddBytes(text);
        return hash.ToHashCode() & (Places - 1);
    }
}
