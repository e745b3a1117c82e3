using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>The values that one part of a request has in a class: those listed, or all but those.</summary>
internal sealed record ClassValues(ImmutableSortedSet<string> Listed, bool IsAllBut)
{
    private static readonly ImmutableSortedSet<string> Nothing = ImmutableSortedSet.Create<string>(
        StringComparer.Ordinal
    );

    public static readonly ClassValues Any = new(Nothing, IsAllBut: true);

    public static ClassValues Of(IEnumerable<string> values) => new(Nothing.Union(values), IsAllBut: false);

    public static ClassValues AllBut(IEnumerable<string> values) => new(Nothing.Union(values), IsAllBut: true);

    public bool IsAny => IsAllBut && Listed.IsEmpty;

    public bool IsNone => !IsAllBut && Listed.IsEmpty;

    /// <summary>The only value; null where there are none or several.</summary>
    public string? Single => !IsAllBut && Listed.Count == 1 ? Listed[0] : null;

    /// <summary>Equal for the same values.</summary>
    public string Key => $"{IsAllBut}:{string.Join(',', Listed)}";

    /// <summary>The same with nothing said of what is no account.</summary>
    public ClassValues Accounts => this with { Listed = Nothing.Union(Listed.Where(v => AccountId.IsValid(v))) };

    public bool Contains(string value) => Listed.Contains(value) != IsAllBut;

    /// <summary>The same with nothing said of a value.</summary>
    public ClassValues Without(string value) => this with { Listed = Listed.Remove(value) };

    public ClassValues Union(ClassValues other) =>
        (IsAllBut, other.IsAllBut) switch
        {
            (false, false) => new(Listed.Union(other.Listed), IsAllBut: false),
            (true, true) => new(Listed.Intersect(other.Listed), IsAllBut: true),
            (true, false) => new(Listed.Except(other.Listed), IsAllBut: true),
            _ => other.Union(this),
        };

    public ClassValues Intersect(ClassValues other) => Complement.Union(other.Complement).Complement;

    private ClassValues Complement => this with { IsAllBut = !IsAllBut };
}
