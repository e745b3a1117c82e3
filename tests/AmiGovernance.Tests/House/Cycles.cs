namespace AmiGovernance.Tests.House;

/// <summary>Finds what needs itself in the end.</summary>
internal static class Cycles
{
    /// <summary>The edges of one cycle, in their order; null when there is none.</summary>
    public static IReadOnlyList<(string From, string To)>? First(IEnumerable<(string From, string To)> edges)
    {
        var next = edges.ToLookup(e => e.From, e => e.To, StringComparer.Ordinal);
        var settled = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in next.Select(n => n.Key).Order(StringComparer.Ordinal))
            if (Walk(start, [], next, settled) is { } cycle)
                return cycle;
        return null;
    }

    private static List<(string From, string To)>? Walk(
        string at,
        List<string> path,
        ILookup<string, string> next,
        HashSet<string> settled
    )
    {
        var before = path.IndexOf(at);
        path.Add(at);
        if (before >= 0)
            return [.. path.Skip(before).Zip(path.Skip(before + 1))];
        if (!settled.Contains(at))
            foreach (var to in next[at].Order(StringComparer.Ordinal))
                if (Walk(to, path, next, settled) is { } cycle)
                    return cycle;
        path.RemoveAt(path.Count - 1);
        settled.Add(at);
        return null;
    }
}
