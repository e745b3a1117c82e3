namespace AmiGovernance.Cli.Shell;

/// <summary>Colours what a line begins with: the marks and words that say how something stands, in every view.</summary>
internal static class MarkColors
{
    private static readonly (string Mark, string Color)[] Marks =
    [
        ("✅", Colors.Green),
        ("✓", Colors.Green),
        ("❌", Colors.Red),
        ("✗", Colors.Red),
        ("⚠️", Colors.Yellow),
        ("⚠", Colors.Yellow),
        ("–", Colors.Dim),
        ("+", Colors.Green),
        ("~", Colors.Yellow),
        ("DENIED", Colors.Red),
        ("ALLOWED", Colors.Green),
        ("DEPENDS", Colors.Yellow),
        ("UNKNOWN", Colors.Yellow),
        ("Next:", Colors.Bold),
    ];

    /// <summary>A line that has colours of its own stays.</summary>
    public static string In(string line)
    {
        if (line.Contains('\e', StringComparison.Ordinal))
            return line;
        var start = line.Length - line.TrimStart(' ').Length;
        foreach (var (mark, color) in Marks)
            if (Begins(line, start, mark))
                return $"{line[..start]}{color}{mark}{Colors.Reset}{line[(start + mark.Length)..]}";
        return line;
    }

    private static bool Begins(string line, int start, string mark)
    {
        var end = start + mark.Length;
        return string.CompareOrdinal(line, start, mark, 0, mark.Length) == 0
            && (end == line.Length || line[end] is ' ' or ':' || mark.EndsWith(':'));
    }
}
