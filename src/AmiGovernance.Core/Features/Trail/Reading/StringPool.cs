using System.Text.Json;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// Gives the same string for the same text, for accounts, callers and images come again and again. Forgets all when it is full.
/// </summary>
internal sealed class StringPool
{
    private const int Most = 50_000;

    /// <summary>In characters; longer text seldom comes twice.</summary>
    private const int Longest = 256;

    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    public string Get(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > Longest)
            return reader.GetString() ?? "";
        Span<char> text = stackalloc char[Longest];
        var length = reader.CopyString(text);
        return Get(text[..length]);
    }

    public string Get(ReadOnlySpan<char> text)
    {
        var lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text, out var found))
            return found;
        if (known.Count >= Most)
            known.Clear();
        lookup.Add(text);
        return lookup.TryGetValue(text, out found) ? found : text.ToString();
    }
}
