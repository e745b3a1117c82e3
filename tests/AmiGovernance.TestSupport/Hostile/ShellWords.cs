using System.Text;
using AmiGovernance.Core.Base.Text;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace AmiGovernance.TestSupport.Hostile;

/// <summary>
/// A command as a POSIX shell reads it (POSIX.1-2024, "Shell Command Language", 2.2, "Quoting"): its words. Whatever a shell would expand,
/// run or redirect is refused.
/// </summary>
internal static class ShellWords
{
    /// <summary>What means more than itself outside of quotes, in POSIX or in bash and zsh.</summary>
    private const string Special = "$`;&|<>()*?[]{}#~!%^\n\r\t";

    /// <summary>Values that would do harm in a command.</summary>
    public static readonly string[] HostileValues =
    [
        "it's",
        "$(id)",
        "`id`",
        "a`b``c",
        "``` ` ``",
        "x\ny",
        "-rf",
        "--help",
        "\"",
        "a b",
        "",
        "'; rm -rf ~; echo '",
        "=id",
        "~",
        "*",
        "\\",
        "a\\'b",
        "!!",
        "a && id",
        ">x",
        "#x",
        "{a,b}",
        "é",
        "\u202eevil",
        .. HostileTexts.All,
    ];

    /// <exception cref="FormatException">The command is more than words.</exception>
    public static IReadOnlyList<string> Split(string command)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        for (var at = 0; at < command.Length; at++)
        {
            var c = command[at];
            if (c == ' ')
            {
                if (word is not null)
                    words.Add(word.ToString());
                word = null;
                continue;
            }
            word ??= new StringBuilder();
            if (c == '\'')
            {
                var end = End(command, at);
                word.Append(command, at + 1, end - at - 1);
                at = end;
            }
            else if (c == '"')
            {
                var end = End(command, at);
                var quoted = command[(at + 1)..end];
                if (quoted.AsSpan().IndexOfAny("$`\\!") >= 0)
                    throw new FormatException($"`{quoted}` in double quotes in {command}");
                word.Append(quoted);
                at = end;
            }
            else if (c == '\\' && at + 1 < command.Length && command[at + 1] != '\n')
                word.Append(command[++at]);
            else if (c == '\\' || Special.Contains(c, StringComparison.Ordinal) || c == '=' && word.Length == 0)
                throw new FormatException($"`{c}` at {at} of {command}");
            else
                word.Append(c);
        }
        if (word is not null)
            words.Add(word.ToString());
        return words;
    }

    /// <summary>The words of the only command in a sentence, as it is shown in a table of Markdown.</summary>
    public static IReadOnlyList<string> Shown(string sentence)
    {
        var table = Escaped<MarkdownFormat>.Of($"| a | b |\n|---|---|\n| x | {sentence} |\n");
        var document = Markdown.Parse(table, new MarkdownPipelineBuilder().UsePipeTables().Build());
        var code = Assert.Single(document.Descendants<CodeInline>()).Content;
        // GitHub Flavored Markdown 0.29, "Tables (extension)": a pipe is escaped inside of code too, which Markdig does not know.
        return Split(code.Replace("\\|", "|", StringComparison.Ordinal));
    }

    private static int End(string command, int start)
    {
        var end = command.IndexOf(command[start], start + 1);
        return end > 0 ? end : throw new FormatException($"the quote at {start} is open in {command}");
    }
}
