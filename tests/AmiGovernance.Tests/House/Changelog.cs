using System.Globalization;
using System.Text.RegularExpressions;

namespace AmiGovernance.Tests.House;

/// <summary>A list of changes in the form of Keep a Changelog 1.1.0.</summary>
internal static partial class Changelog
{
    private static readonly string[] Kinds = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];

    /// <summary>What is not in that form.</summary>
    public static IEnumerable<string> Problems(string text)
    {
        var lines = text.Split('\n');
        if (lines[0] != "# Changelog")
            yield return "the first line is not `# Changelog`";
        var headings = lines.Where(l => l.StartsWith("## ", StringComparison.Ordinal)).ToList();
        if (headings.FirstOrDefault() != "## [Unreleased]")
            yield return "the first version is not `## [Unreleased]`";
        var releases = headings.Skip(1).Select(h => Release().Match(h)).ToList();
        foreach (var (heading, release) in headings.Skip(1).Zip(releases).Where(h => !IsRelease(h.Second)))
            yield return $"no version with its date: {heading}";
        foreach (var (newer, older) in releases.Where(IsRelease).Zip(releases.Where(IsRelease).Skip(1)))
            if (VersionOf(newer) <= VersionOf(older) || DateOf(newer) < DateOf(older))
                yield return $"not the newest first: {newer.Value}, {older.Value}";
        foreach (var kind in lines.Where(l => l.StartsWith("###", StringComparison.Ordinal)))
            if (!Kinds.Contains(kind[3..].TrimStart()))
                yield return $"no kind of change: {kind}";
        foreach (var line in ChangesWithoutKind(lines))
            yield return $"a change without its kind: {line}";
    }

    private static IEnumerable<string> ChangesWithoutKind(string[] lines)
    {
        var isInKind = false;
        foreach (var line in lines)
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                isInKind = false;
            else if (line.StartsWith("### ", StringComparison.Ordinal))
                isInKind = true;
            else if (line.StartsWith("- ", StringComparison.Ordinal) && !isInKind)
                yield return line;
        }
    }

    private static bool IsRelease(Match heading) => heading.Success && DateOf(heading) is not null;

    private static Version VersionOf(Match heading) => Version.Parse(heading.Groups["version"].Value);

    private static DateOnly? DateOf(Match heading) =>
        DateOnly.TryParseExact(
            heading.Groups["date"].Value,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var date
        )
            ? date
            : null;

    [GeneratedRegex(@"^## \[(?<version>\d+\.\d+\.\d+)\] - (?<date>\S+)$")]
    private static partial Regex Release();
}
