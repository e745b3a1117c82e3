using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Core.Features.Images.Naming;

/// <summary>How the names of a family of public images begin, for the eye.</summary>
internal sealed class FamilyName
{
    /// <summary>Letters from which on a likeness is no chance.</summary>
    private const int Distinct = 8;

    private readonly string beginning;
    private readonly bool hasDigits;
    private readonly string head;
    private readonly string tail;

    public FamilyName(ImageFamily family)
    {
        Family = family;
        var at = family.Beginning.IndexOf('#', StringComparison.Ordinal);
        hasDigits = at >= 0;
        beginning = hasDigits ? family.Beginning[..at] : family.Beginning;
        head = NameSkeleton.Of(beginning).Letters;
        tail = hasDigits ? NameSkeleton.Of(family.Beginning[(at + 1)..]).Letters : "";
    }

    public ImageFamily Family { get; }

    public bool Begins(NameSkeleton name) =>
        name.Letters.StartsWith(head, StringComparison.Ordinal) && GoesOn(name, head.Length);

    /// <summary>
    /// Whether the name begins so with one letter too many, too few, another or swapped, where the beginning is long enough for
    /// that to be no chance.
    /// </summary>
    public bool BeginsMisspelt(NameSkeleton name)
    {
        var at = head.AsSpan().CommonPrefixLength(name.Letters);
        // A first letter that differs makes another word.
        if (head.Length < Distinct || at == 0 || at >= name.Letters.Length)
            return false;

        var rest = name.Letters.AsSpan(at);
        var wanted = head.AsSpan(at);
        return (Follows(rest[1..], wanted[1..]) && GoesOn(name, head.Length))
            || (Follows(rest[1..], wanted) && GoesOn(name, head.Length + 1))
            || (wanted.Length > 1 && Follows(rest, wanted[1..]) && GoesOn(name, head.Length - 1))
            || (IsSwapped(rest, wanted) && GoesOn(name, head.Length));
    }

    /// <summary>
    /// Whether the name holds the beginning as a word further on, to the letter: what a look-up of `*beginning*` finds.
    /// </summary>
    public bool IsWithin(string name)
    {
        if (head.Length < Distinct)
            return false;

        for (var at = Next(name, 1); at > 0; at = Next(name, at + 1))
            if (!char.IsLetterOrDigit(name[at - 1]) && HasDigit(name, at + beginning.Length))
                return true;
        return false;
    }

    private int Next(string name, int from) =>
        from >= name.Length ? -1 : name.IndexOf(beginning, from, StringComparison.OrdinalIgnoreCase);

    private bool HasDigit(string name, int at) => !hasDigits || (at < name.Length && char.IsAsciiDigit(name[at]));

    private bool GoesOn(NameSkeleton name, int at)
    {
        if (!hasDigits)
            return true;

        var end = at;
        while (end < name.Digits.Length && name.Digits[end] == '#')
            end++;
        return end > at && Follows(name.Letters.AsSpan(end), tail);
    }

    private static bool IsSwapped(ReadOnlySpan<char> rest, ReadOnlySpan<char> wanted) =>
        rest.Length > 1
        && wanted.Length > 1
        && rest[0] == wanted[1]
        && rest[1] == wanted[0]
        && Follows(rest[2..], wanted[2..]);

    private static bool Follows(ReadOnlySpan<char> rest, ReadOnlySpan<char> wanted) =>
        rest.StartsWith(wanted, StringComparison.Ordinal);
}
