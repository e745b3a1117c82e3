namespace AmiGovernance.Core.Base.Text;

/// <summary>Texts and lists in sentences that are told up to a number, such as `a, b, c and 4 more`.</summary>
public static class Shortened
{
    /// <summary>A character that two `char`s make is told or left out as a whole.</summary>
    /// <param name="most">How many `char`s are told.</param>
    public static string Text(string text, int most)
    {
        if (text.Length <= most)
            return text;
        var end = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        return $"{text[..end]}…";
    }

    /// <param name="most">How many are told by name.</param>
    public static string List(IReadOnlyCollection<string> values, int most)
    {
        var told = string.Join(", ", values.Take(most));
        return values.Count <= most ? told : $"{told} and {values.Count - most} more";
    }

    /// <summary>For values that hold commas themselves.</summary>
    /// <param name="most">How many are told.</param>
    public static string Sentences(IReadOnlyCollection<string> values, int most)
    {
        var told = string.Join("; ", values.Take(most));
        return values.Count <= most ? told : $"{told}; and {values.Count - most} more";
    }
}
