using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Images.Naming;

/// <summary>
/// Lays a name alongside the pattern so that as little as possible is wrong: what fits costs nothing, what can be fixed a
/// little, what is wrong or missing more. Of equal alignments earlier placeholders are the shorter.
/// </summary>
internal sealed class NameAlignment(ImmutableArray<NamePart> parts, string name)
{
    private const int Mendable = 2;
    private const int MissingLiteral = 2;
    private const int Missing = 3;
    private const int Wrong = 4;

    private static readonly NamePart Leftover = new(NamePartKind.Literal, "");

    /// <summary>EC2 allows 128 characters; what is longer is looked at no further.</summary>
    public const int LongestName = 128;

    private readonly string text = name.Length <= LongestName ? name : name[..LongestName];

    /// <summary>Whether the whole name fits without any fault. Far cheaper than <see cref="Best"/>.</summary>
    public bool IsExact => name.Length <= LongestName && Fits(0, 0);

    private bool Fits(int part, int at)
    {
        if (part == parts.Length)
            return at == text.Length;
        var current = parts[part];
        if (current.Kind == NamePartKind.Literal)
            return text.AsSpan(at).StartsWith(current.Text, StringComparison.Ordinal)
                && Fits(part + 1, at + current.Text.Length);

        for (var end = EndOf(part, at + 1); end > at; end = EndOf(part, end + 1))
            if (current.Accepts(text.AsSpan(at, end - at)) && Fits(part + 1, end))
                return true;
        return false;
    }

    /// <summary>A placeholder ends where the literal after it stands, or with the name; -1 when there is no such place.</summary>
    private int EndOf(int part, int from)
    {
        if (from > text.Length)
            return -1;
        var isLast = part + 1 == parts.Length;
        return isLast ? text.Length : text.IndexOf(parts[part + 1].Text, from, StringComparison.Ordinal);
    }

    public ImmutableArray<AlignedPart> Best()
    {
        var length = CheapestLengths();
        var aligned = ImmutableArray.CreateBuilder<AlignedPart>();
        var start = 0;
        for (var part = 0; part < parts.Length; part++)
        {
            aligned.Add(new AlignedPart(parts[part], start, length[part, start]));
            start += length[part, start];
        }
        if (start < text.Length)
            aligned.Add(new AlignedPart(Leftover, start, text.Length - start));
        return aligned.ToImmutable();
    }

    /// <summary>
    /// `[p, i]`: what the part p takes of the text from i on, where the parts from p on take all of it for the least cost.
    /// </summary>
    private int[,] CheapestLengths()
    {
        var length = new int[parts.Length, text.Length + 1];
        var costAfter = new int[text.Length + 1];
        Array.Fill(costAfter, Wrong, 0, text.Length);
        for (var part = parts.Length - 1; part >= 0; part--)
        {
            var cost = new int[text.Length + 1];
            for (var at = 0; at <= text.Length; at++)
                (cost[at], length[part, at]) = Cheapest(parts[part], at, costAfter);
            costAfter = cost;
        }
        return length;
    }

    /// <param name="costAfter">The least cost of all parts behind this one, by the place at which they begin.</param>
    private (int Cost, int Length) Cheapest(NamePart part, int at, int[] costAfter)
    {
        var isLiteral = part.Kind == NamePartKind.Literal;
        var left = text.Length - at;
        var longest = isLiteral ? Math.Min(part.Text.Length, left) : left;
        var shortest = isLiteral ? Math.Max(longest, 1) : 1;
        var best = (Cost: costAfter[at] + CostOfMissing(isLiteral, at), Length: 0);
        for (var size = shortest; size <= longest; size++)
        {
            var cost = costAfter[at + size];
            if (cost > best.Cost)
                continue;

            cost += Cost(part, text.Substring(at, size));
            // Another separator rather than none.
            if (cost < best.Cost || (isLiteral && cost == best.Cost))
                best = (cost, size);
        }
        return best;
    }

    private int CostOfMissing(bool isLiteral, int at)
    {
        if (!isLiteral)
            return Missing;
        return IsInWord(at) ? 2 * Wrong : MissingLiteral;
    }

    /// <summary>Between two letters or two digits nobody forgets a separator.</summary>
    private bool IsInWord(int at)
    {
        if (at == 0 || at == text.Length)
            return false;
        var (before, after) = (text[at - 1], text[at]);
        return (char.IsLetter(before) && char.IsLetter(after)) || (char.IsDigit(before) && char.IsDigit(after));
    }

    private static int Cost(NamePart part, string text)
    {
        if (part.Accepts(text))
            return 0;
        return part.Kind == NamePartKind.Literal ? CostOfLiteral(part.Text, text) : CostOfPlaceholder(part, text);
    }

    private static int CostOfLiteral(string literal, string text) =>
        text.Length == literal.Length && IsNear(literal, text) ? Mendable : Wrong;

    private static int CostOfPlaceholder(NamePart part, string text) => part.Mend(text) is null ? Wrong : Mendable;

    /// <summary>Other separators, another case.</summary>
    private static bool IsNear(string literal, string text) => literal.Zip(text).All(c => IsNear(c.First, c.Second));

    private static bool IsNear(char wanted, char found)
    {
        var isSame = char.ToLowerInvariant(wanted) == char.ToLowerInvariant(found);
        var areSeparators = !char.IsAsciiLetterOrDigit(wanted) && !char.IsAsciiLetterOrDigit(found);
        return isSame || areSeparators;
    }
}
