using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Shell;

/// <summary>What a list lacks, for it could not be read. JSON says it in its `not_read`.</summary>
internal static class UnreadLines
{
    public static string Text(IEnumerable<string> paths) =>
        string.Concat(paths.Select(p => $"not read, or not whole: {Sanitize.Text(p)}\n"));

    public static MarkdownText Markdown(IEnumerable<string> paths) =>
        MarkdownText.Concat(paths.Select(p => MarkdownText.Of($"\nNot read, or not whole: {p}\n")));

    /// <summary>In place of a list that has no rows.</summary>
    /// <param name="words">Where everything was read.</param>
    public static string OrNothing(string words, IReadOnlyCollection<string> paths) =>
        paths.Count == 0 ? words : Text(paths);
}
