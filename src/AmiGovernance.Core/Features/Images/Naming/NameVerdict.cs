using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace AmiGovernance.Core.Features.Images.Naming;

/// <summary>What the naming convention makes of one name.</summary>
/// <param name="Problems">Empty when the name follows the convention.</param>
/// <param name="Nearest">The name that it was most likely meant to be; a placeholder in braces stands for what nobody can guess.</param>
internal sealed record NameVerdict(ImmutableArray<NameProblem> Problems, string Nearest)
{
    /// <summary>Whether <see cref="Nearest"/> can be used as it is.</summary>
    public bool NearestIsWhole => !Nearest.Contains('{', StringComparison.Ordinal);

    internal static NameVerdict Of(ImmutableArray<AlignedPart> aligned, string name, DateOnly made)
    {
        var problems = ImmutableArray.CreateBuilder<NameProblem>();
        var nearest = new StringBuilder();
        for (var i = 0; i < aligned.Length; i++)
        {
            var (part, start, length) = aligned[i];
            var text = name.Substring(start, length);
            if (length > 0 && part.Accepts(text))
            {
                nearest.Append(text);
                continue;
            }
            if (!GoesWithNeighbour(aligned, i))
                problems.Add(new NameProblem(start, length, Explain(part, text), Rule(part)));
            nearest.Append(Instead(part, text, made));
        }
        return new NameVerdict(problems.ToImmutable(), nearest.ToString());
    }

    /// <summary>A separator that is missing goes with the missing placeholder beside it.</summary>
    private static bool GoesWithNeighbour(ImmutableArray<AlignedPart> aligned, int i)
    {
        var isMissingSeparator = aligned[i] is { Length: 0, Part.Kind: NamePartKind.Literal };
        var neighbours = aligned.Where((_, at) => Math.Abs(at - i) == 1);
        return isMissingSeparator && neighbours.Any(n => n is { Length: 0, Part.Kind: not NamePartKind.Literal });
    }

    private static string? Rule(NamePart part) => part.Kind == NamePartKind.Literal ? null : part.Rule;

    private static string Instead(NamePart part, string text, DateOnly made)
    {
        var mended = text.Length > 0 ? part.Mend(text) : null;
        if (mended is not null)
            return mended;
        return part.Kind == NamePartKind.Date ? made.ToString("yyyyMMdd", CultureInfo.InvariantCulture) : part.Shown;
    }

    private static string Explain(NamePart part, string text) =>
        (part.Kind, text) switch
        {
            (_, "") => $"`{part.Shown}` is missing",
            (NamePartKind.Literal, _) when part.Text.Length == 0 => $"`{text}` is too much",
            (NamePartKind.Literal, _) => $"`{text}` stands where `{part.Text}` belongs",
            _ => $"`{text}` is no `{part.Shown}`",
        };
}
