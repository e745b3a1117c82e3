using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.S3;

/// <summary>A page of the keys of a bucket.</summary>
/// <param name="Groups">Common prefixes: what keys have in common up to the delimiter.</param>
/// <param name="Last">The last key or group of the page, after which the next one begins.</param>
internal sealed record ObjectPage(List<string> Keys, List<string> Groups, string Last, bool IsTruncated)
{
    public int Count => Keys.Count + Groups.Count;

    /// <param name="after">Where the page before ended; empty for the first.</param>
    /// <param name="most">Keys and groups of a page.</param>
    public static ObjectPage Of(IObjects objects, string prefix, string delimiter, string after, int most)
    {
        var (keys, groups, last) = (new List<string>(), new List<string>(), "");
        foreach (var key in objects.Keys(prefix).Where(k => string.CompareOrdinal(k, after) > 0))
        {
            var group = Group(key, prefix, delimiter);
            // A group that a page ended with is not begun again by the next one.
            if (group is not null && (group == after || group == groups.LastOrDefault()))
                continue;
            if (keys.Count + groups.Count == most)
                return new ObjectPage(keys, groups, last, IsTruncated: most > 0);

            last = group ?? key;
            (group is null ? keys : groups).Add(last);
        }
        return new ObjectPage(keys, groups, last, false);
    }

    /// <summary>Null for a key that is listed by itself.</summary>
    private static string? Group(string key, string prefix, string delimiter)
    {
        if (delimiter.Length == 0)
            return null;
        var end = key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
        return end < 0 ? null : key[..(end + delimiter.Length)];
    }
}
