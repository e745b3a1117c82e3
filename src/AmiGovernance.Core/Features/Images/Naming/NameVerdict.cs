using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace AmiGovernance.Core.Features.Images.Naming;

/// <param name="Start">The place in the name, in UTF-16 code units.</param>
/// <param name="Rule">What the part must be; null for separators.</param>
public sealed record NameProblem(int Start, int Length, string Message, string? Rule);

/// <summary>What the naming convention makes of one name.</summary>
/// <param name="Problems">Empty when the name follows the convention.</param>
/// <param name="Nearest">The name that it was most likely meant to be; a placeholder in braces stands for what nobody can guess.</param>
public sealed record NameVerdict(ImmutableArray<NameProblem> Problems, string Nearest)
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
            var fits = length > 0 && part.Accepts(text);
            // A separator that is missing goes with the placeholder beside it.
            if (
                !fits
                && (
                    length > 0
                    || !IsMissingPlaceholder(i - 1) && !IsMissingPlaceholder(i + 1)
                    || part.Kind != NamePartKind.Literal
                )
            )
                problems.Add(
                    new NameProblem(
                        start,
                        length,
                        Explain(part, text),
                        part.Kind == NamePartKind.Literal ? null : part.Rule
                    )
                );
            nearest.Append(fits ? text : Instead(part, text, made));
        }
        return new NameVerdict(problems.ToImmutable(), nearest.ToString());

        bool IsMissingPlaceholder(int i) =>
            i >= 0 && i < aligned.Length && aligned[i] is { Length: 0, Part.Kind: not NamePartKind.Literal };
    }

    private static string Instead(NamePart part, string text, DateOnly made) =>
        (text.Length > 0 ? part.Mend(text) : null)
        ?? part.Kind switch
        {
            NamePartKind.Date => made.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
            _ => part.Shown,
        };

    private static string Explain(NamePart part, string text) =>
        (part.Kind, text) switch
        {
            (_, "") => $"`{part.Shown}` is missing",
            (NamePartKind.Literal, _) when part.Text.Length == 0 => $"`{text}` is too much",
            (NamePartKind.Literal, _) => $"`{text}` stands where `{part.Text}` belongs",
            _ => $"`{text}` is no `{part.Shown}`",
        };
}
