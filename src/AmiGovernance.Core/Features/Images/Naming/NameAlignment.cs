using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Images.Naming;

/// <summary>A part of the pattern with the text of the name that stands for it.</summary>
/// <param name="Length">0 when the part is missing.</param>
public readonly record struct AlignedPart(NamePart Part, int Start, int Length);

/// <summary>
/// Lays a name alongside the pattern so that as little as possible is wrong: what fits costs nothing, what can be mended a
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
        // A placeholder ends where the literal after it stands, or with the name.
        var next = part + 1 < parts.Length ? parts[part + 1].Text : null;
        for (var end = at + 1; end <= text.Length; end++)
        {
            if (next is null)
                end = text.Length;
            else if ((end = text.IndexOf(next, end, StringComparison.Ordinal)) < 0)
                return false;
            if (current.Accepts(text.AsSpan(at, end - at)) && Fits(part + 1, end))
                return true;
        }
        return false;
    }

    public ImmutableArray<AlignedPart> Best()
    {
        // cost[p][i]: the least for the parts from p on to take all text from i on; length[p][i]: what p takes of it then.
        var cost = new int[parts.Length + 1, text.Length + 1];
        var length = new int[parts.Length, text.Length + 1];
        for (var at = 0; at < text.Length; at++)
            cost[parts.Length, at] = Wrong;
        for (var part = parts.Length - 1; part >= 0; part--)
        for (var at = text.Length; at >= 0; at--)
        {
            var isLiteral = parts[part].Kind == NamePartKind.Literal;
            var (least, taken) = (
                cost[part + 1, at]
                    + (
                        isLiteral
                            ? IsInWord(at)
                                ? 2 * Wrong
                                : MissingLiteral
                            : Missing
                    ),
                0
            );
            var longest = isLiteral ? Math.Min(parts[part].Text.Length, text.Length - at) : text.Length - at;
            for (var size = isLiteral ? Math.Max(longest, 1) : 1; size <= longest; size++)
            {
                var here = cost[part + 1, at + size];
                if (here > least)
                    continue;
                here += Cost(parts[part], text.Substring(at, size));
                // Another separator rather than none.
                if (here < least || (isLiteral && here == least))
                    (least, taken) = (here, size);
            }
            (cost[part, at], length[part, at]) = (least, taken);
        }
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

    /// <summary>Between two letters or two digits nobody forgets a separator.</summary>
    private bool IsInWord(int at) =>
        at > 0
        && at < text.Length
        && (
            char.IsLetter(text[at - 1]) && char.IsLetter(text[at])
            || char.IsDigit(text[at - 1]) && char.IsDigit(text[at])
        );

    private static int Cost(NamePart part, string text) =>
        part.Accepts(text) ? 0
        : part.Kind == NamePartKind.Literal
            ? text.Length == part.Text.Length && IsNear(part.Text, text) ? Mendable
                : Wrong
        : part.Mend(text) is not null ? Mendable
        : Wrong;

    /// <summary>Other separators, another case.</summary>
    private static bool IsNear(string literal, string text)
    {
        for (var i = 0; i < literal.Length; i++)
            if (
                char.ToLowerInvariant(literal[i]) != char.ToLowerInvariant(text[i])
                && (char.IsAsciiLetterOrDigit(literal[i]) || char.IsAsciiLetterOrDigit(text[i]))
            )
                return false;
        return true;
    }
}
