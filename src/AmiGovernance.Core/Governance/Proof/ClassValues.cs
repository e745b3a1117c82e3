using System.Collections.Immutable;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>The values that one part of a request has in a class: those listed, or all but those.</summary>
/// <remarks>Of patterns of principals: callers that match one of those listed, or none of them.</remarks>
internal sealed record ClassValues(ImmutableSortedSet<string> Listed, bool IsAllBut)
{
    private static readonly ImmutableSortedSet<string> None = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    public static readonly ClassValues Any = new(None, IsAllBut: true);

    public static ClassValues Of(IEnumerable<string> values) => new(None.Union(values), IsAllBut: false);

    public static ClassValues AllBut(IEnumerable<string> values) => new(None.Union(values), IsAllBut: true);

    public bool IsAny => IsAllBut && Listed.IsEmpty;

    /// <summary>Equal for the same values.</summary>
    public string Key => $"{IsAllBut}:{string.Join(',', Listed)}";

    public ClassValues Union(ClassValues other) =>
        (IsAllBut, other.IsAllBut) switch
        {
            (false, false) => new(Listed.Union(other.Listed), IsAllBut: false),
            (true, true) => new(Listed.Intersect(other.Listed), IsAllBut: true),
            (true, false) => new(Listed.Except(other.Listed), IsAllBut: true),
            _ => other.Union(this),
        };
}
