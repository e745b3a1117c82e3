using System.Text.RegularExpressions;

namespace AmiGovernance.Core.Base.Text;

/// <summary>
/// What somebody wrote, in the message of a commit: one line that starts, skips and closes nothing, and mentions nobody. It shows that it
/// was changed; the file that is committed has it as it was written.
/// </summary>
public static partial class CommitText
{
    /// <remarks>
    /// docs.github.com, "Skipping workflow runs" (`[skip ci]`, `[no ci]`, `skip-checks:`), "Autolinked references"; docs.gitlab.com,
    /// "Skip a pipeline", "Closing issues automatically"; learn.microsoft.com, "Azure Repos Git", "Skipping CI" (`***NO_CI***`).
    /// </remarks>
    public static string Of(string text)
    {
        var line = Sanitize.Text(text).Replace('[', '(').Replace(']', ')');
        line = line.Replace("***", "* * *", StringComparison.Ordinal);
        line = line.Replace("skip-checks", "skip checks", StringComparison.OrdinalIgnoreCase);
        return Sign().Replace(line, " ");
    }

    /// <summary>
    /// Before the number in `#12`, `group/project#12`, `GH-12` and the address of an issue, and before a name after `@`; in a mail
    /// address it mentions nobody.
    /// </summary>
    [GeneratedRegex(
        @"(?<=#|(?<!\w)@)(?=\w)|(?<=\bGH-|/(?:issues|pull|merge_requests|work_items)/)(?=\d)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Sign();
}
