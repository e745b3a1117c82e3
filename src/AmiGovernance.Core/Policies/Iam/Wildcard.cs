namespace AmiGovernance.Core.Policies.Iam;

/// <summary>IAM wildcards: `*` stands for any characters, `?` for exactly one.</summary>
public static class Wildcard
{
    public static bool HasWildcards(string pattern) => pattern.AsSpan().IndexOfAny('*', '?') >= 0;

    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, bool ignoreCase = false)
    {
        var (p, t, star, mark) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = t;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || Same(pattern[p], text[t], ignoreCase)))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }
        while (p < pattern.Length && pattern[p] == '*')
            p++;
        return p == pattern.Length;
    }

    /// <summary>Whether some text matches both patterns.</summary>
    public static bool Intersects(string a, string b)
    {
        // reachable[j]: the first i characters of a and the first j of b can have produced the same text.
        var reachable = new bool[b.Length + 1];
        var next = new bool[b.Length + 1];
        reachable[0] = true;
        for (var j = 1; j <= b.Length; j++)
            reachable[j] = reachable[j - 1] && b[j - 1] == '*';
        foreach (var c in a)
        {
            next[0] = c == '*' && reachable[0];
            for (var j = 1; j <= b.Length; j++)
            {
                var d = b[j - 1];
                next[j] =
                    c == '*' || d == '*'
                        ? reachable[j] || next[j - 1]
                        : reachable[j - 1] && (c == d || c == '?' || d == '?');
            }
            (reachable, next) = (next, reachable);
        }
        return reachable[b.Length];
    }

    /// <summary>
    /// Whether some ARN matches both patterns. Partition, service, region and account hold no colon, so ARN patterns are compared
    /// part by part; a pattern with fewer parts, such as `*`, is taken as a whole.
    /// </summary>
    public static bool ArnsIntersect(string a, string b)
    {
        var (left, right) = (a.Split(':', 6), b.Split(':', 6));
        return left.Length < 6 || right.Length < 6
            ? Intersects(a, b)
            : left.Zip(right).All(parts => Intersects(parts.First, parts.Second));
    }

    private static bool Same(char a, char b, bool ignoreCase) =>
        a == b || ignoreCase && char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
