using System.Collections.Immutable;

namespace AmiGovernance.Core.Base.Text;

/// <param name="Mark">`-` for a line of the old text, `+` for one of the new text, a space for one of both.</param>
public readonly record struct DiffLine(char Mark, string Text);

/// <summary>The shortest edit between two texts, line by line; for documents of some thousand lines.</summary>
public static class LineDiff
{
    /// <param name="context">The unchanged lines to keep around a change; what is left out stands as one line `…`.</param>
    public static ImmutableArray<DiffLine> Between(string before, string after, int context)
    {
        var (old, now) = (Lines(before), Lines(after));
        // The longest common subsequence of every pair of endings.
        var longest = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        for (var j = now.Length - 1; j >= 0; j--)
            longest[i, j] =
                old[i] == now[j] ? longest[i + 1, j + 1] + 1 : Math.Max(longest[i + 1, j], longest[i, j + 1]);
        var all = new List<DiffLine>();
        var (a, b) = (0, 0);
        while (a < old.Length || b < now.Length)
            if (a < old.Length && b < now.Length && old[a] == now[b])
            {
                all.Add(new DiffLine(' ', old[a++]));
                b++;
            }
            else if (b == now.Length || (a < old.Length && longest[a + 1, b] >= longest[a, b + 1]))
                all.Add(new DiffLine('-', old[a++]));
            else
                all.Add(new DiffLine('+', now[b++]));
        return Cut(all, context);
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n');

    private static ImmutableArray<DiffLine> Cut(List<DiffLine> all, int context)
    {
        var near = new bool[all.Count];
        for (var i = 0; i < all.Count; i++)
            if (all[i].Mark != ' ')
                for (var j = Math.Max(0, i - context); j <= Math.Min(all.Count - 1, i + context); j++)
                    near[j] = true;
        var kept = ImmutableArray.CreateBuilder<DiffLine>();
        for (var i = 0; i < all.Count; i++)
            if (near[i])
                kept.Add(all[i]);
            else if (i + 1 < all.Count && near[i + 1] && kept.Count > 0)
                kept.Add(new DiffLine(' ', "…"));
        return kept.ToImmutable();
    }
}
