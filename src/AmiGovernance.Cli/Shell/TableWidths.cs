using System.Text.RegularExpressions;

namespace AmiGovernance.Cli.Shell;

/// <summary>
/// How wide the columns of a table are that does not fit: text is broken between words, and what has no words, such as an id, never.
/// </summary>
internal static partial class TableWidths
{
    /// <summary>Around a column: a space at both sides and the line to the next.</summary>
    private const int Frame = 3;

    /// <summary>In columns: what is longer than any id, such as an ARN or a path, may be broken within.</summary>
    private const int LongestId = 32;

    /// <summary>In columns: words that are no id may be broken within where the screen is narrow.</summary>
    private const int LongestWord = 16;

    /// <summary>Null when not even ids fit side by side.</summary>
    public static int[]? Fit(IReadOnlyList<IReadOnlyList<string>> rows, int width)
    {
        var columns = Enumerable.Range(0, rows[0].Count);
        int[] natural = [.. columns.Select(i => rows.Max(r => r[i].Split('\n').Max(l => l.Length)))];
        var room = width - Frame * natural.Length - 1;
        if (natural.Sum() <= room)
            return natural;
        foreach (var longest in new[] { LongestId, LongestWord })
        {
            int[] least = [.. columns.Select(i => rows.Max(r => Least(r[i], longest)))];
            if (least.Sum() <= room)
                return Share(least, natural, room - least.Sum());
        }
        return null;
    }

    private static int Least(string cell, int longest) =>
        cell.Split(' ', '\n').Max(word => Math.Min(word.Length, Id().IsMatch(word) ? LongestId : longest));

    [GeneratedRegex("^([0-9-]+|[a-z]{1,8}-[0-9a-f]{8,17}|ou-[0-9a-z-]+|[0-9]{8}T[0-9]{6}Z)$")]
    private static partial Regex Id();

    /// <summary>The narrowest columns grow first, so that as many as can be are not broken at all.</summary>
    private static int[] Share(int[] least, int[] natural, int rest)
    {
        var widths = least.ToArray();
        var order = Enumerable.Range(0, widths.Length).OrderBy(i => natural[i] - least[i]).ToList();
        for (var at = 0; at < order.Count; at++)
        {
            var column = order[at];
            var part = Math.Min(natural[column] - least[column], rest / (order.Count - at));
            widths[column] += part;
            rest -= part;
        }
        return widths;
    }
}
