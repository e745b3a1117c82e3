using System.Collections.Immutable;

namespace AmiGovernance.Core.Policies.Iam;

/// <summary>
/// What a `Resource` with wildcards may stand for. An ARN with too few parts is completed with wildcards (IAM user guide,
/// "IAM identifiers"), and a `*` at the end of a part "can expand to match beyond the colon boundaries" (IAM user guide, "IAM JSON policy
/// elements: Resource"). When AWS does the one and when the other is not documented.
/// </summary>
internal static class ResourcePattern
{
    private const int Parts = 6;

    /// <summary>Whether it is not clear which ARNs a `Resource` matches: it has too few parts, and a `*` that may stand for more.</summary>
    public static bool IsUnclear(string pattern) =>
        Missing(pattern) > 0 && pattern.Contains("*:", StringComparison.Ordinal);

    /// <summary>
    /// The patterns with all parts that a `Resource` may stand for, the one that is completed with wildcards first.
    /// </summary>
    public static ImmutableArray<string> Readings(string pattern) =>
        [.. Expanded(pattern).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string> Expanded(string pattern)
    {
        yield return Completed(pattern);
        if (!IsUnclear(pattern))
            yield break;
        for (var at = pattern.IndexOf("*:", StringComparison.Ordinal); at >= 0; at = Next(pattern, at))
            foreach (var reading in Expanded(pattern.Insert(at, "*:")))
                yield return reading;
    }

    private static int Next(string pattern, int at) => pattern.IndexOf("*:", at + 1, StringComparison.Ordinal);

    /// <summary>Whether some ARN may match both patterns, in any reading.</summary>
    public static bool Intersect(string a, string b) =>
        Readings(a).Any(one => Readings(b).Any(other => Wildcard.ArnsIntersect(one, other)));

    private static int Missing(string pattern) => Parts - 1 - pattern.AsSpan().Count(':');

    private static string Completed(string pattern) =>
        pattern == "*" || pattern.EndsWith(':')
            ? pattern
            : pattern + string.Concat(Enumerable.Repeat(":*", Math.Max(Missing(pattern), 0)));
}
