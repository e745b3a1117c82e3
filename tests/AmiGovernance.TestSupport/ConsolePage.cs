using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace AmiGovernance.TestSupport;

/// <summary>
/// A page of the documentation whose commands are run: blocks of `console`, in which a line that begins with `$ ` is a command and the
/// lines below are what it prints. A line `…` stands for lines that are left out, `…` in a line for what is left out there.
/// </summary>
/// <param name="Path">Of the page.</param>
internal sealed partial record ConsolePage(string Path)
{
    /// <param name="Line">Of the command in the page, from 1.</param>
    internal sealed record Step(int Line, string Command, ImmutableArray<string> Shown);

    /// <summary>All commands of the page, in its order.</summary>
    public ImmutableArray<Step> Steps => [.. Blocks().Matches(Text).SelectMany(StepsOf)];

    private string Text => File.ReadAllText(Path);

    /// <summary>The page with what its commands print now, where nothing was left out.</summary>
    /// <param name="printed">By the line of the command.</param>
    public string With(IReadOnlyDictionary<int, string> printed)
    {
        var lines = Text.Split('\n').ToList();
        foreach (var step in Steps.Reverse().Where(s => printed.ContainsKey(s.Line) && !s.Shown.Any(HasGap)))
        {
            lines.RemoveRange(step.Line, step.Shown.Length);
            lines.InsertRange(step.Line, Lines(printed[step.Line]));
        }
        return string.Join('\n', lines);
    }

    /// <summary>Null when this is what was printed; else the first line that was not.</summary>
    public static string? Difference(Step step, string printed)
    {
        var expected = new Gallery("", "", [.. step.Shown.Where(l => l.Length > 0)]);
        return expected.Difference(printed);
    }

    private IEnumerable<Step> StepsOf(Match block)
    {
        var first = Text[..block.Groups["text"].Index].Count(c => c == '\n');
        var lines = block.Groups["text"].Value.TrimEnd('\n').Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (!IsCommand(lines[i]))
                continue;
            var shown = lines.Skip(i + 1).TakeWhile(l => !IsCommand(l));
            yield return new Step(first + i + 1, lines[i][2..], [.. shown]);
        }
    }

    private static bool IsCommand(string line) => line.StartsWith("$ ", StringComparison.Ordinal);

    private static bool HasGap(string line) => line.Contains('…', StringComparison.Ordinal);

    private static string[] Lines(string printed) => printed.TrimEnd('\n').Split('\n');

    [GeneratedRegex("^```console\n(?<text>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Blocks();
}
