using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Features.Calibration;

/// <summary>
/// What was measured, as marks in docs/corrections.md of amigov's own repository: behind each fact, and before each open point, that an
/// experiment settles.
/// </summary>
public static partial class CorrectionMarks
{
    public const string Path = "docs/corrections.md";

    private const string OpenPoints = "## Not verified on a real organization";
    private const string NoneYet = "; none has been handed in yet.";

    /// <summary>Whether it is the page, and not something else of that name.</summary>
    public static bool IsPage(string text) => text.Contains($"\n{OpenPoints}\n", StringComparison.Ordinal);

    /// <summary>The page with the marks of these facts in the place of those that it has.</summary>
    public static string Apply(string page, ImmutableArray<MeasuredFact> facts)
    {
        var bare = Mark().Replace(page, "");
        if (facts.IsEmpty)
            return bare;
        var open = bare.IndexOf(OpenPoints, StringComparison.Ordinal);
        var (rows, points) = open < 0 ? (bare, "") : (bare[..open], bare[open..]);
        return Fact()
                .Replace(rows, m => m.Value + MarkOf(m.Groups["id"].Value, facts))
                .Replace(NoneYet, ".", StringComparison.Ordinal)
            + Point().Replace(points, m => m.Value + MarkOf($"point:{m.Groups["number"].Value}", facts));
    }

    private static string MarkOf(string settled, ImmutableArray<MeasuredFact> facts)
    {
        var known = facts
            .Where(f => f.IsOfAws && f.Question.Settles.Contains(settled))
            .Select(f => $"{f.Experiment} in {f.Partition.Name()} is `{f.Value}`")
            .Order(StringComparer.Ordinal)
            .ToList();
        return known.Count == 0 ? "" : $" (**measured**: {string.Join("; ", known)})";
    }

    [GeneratedRegex(@" \(\*\*measured\*\*: [^()\n]*\)")]
    private static partial Regex Mark();

    [GeneratedRegex("`(?<id>fact:[a-z-]+)`")]
    private static partial Regex Fact();

    [GeneratedRegex(@"^(?<number>\d+)\.", RegexOptions.Multiline)]
    private static partial Regex Point();
}
