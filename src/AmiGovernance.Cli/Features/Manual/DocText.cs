using System.Text;
using System.Text.RegularExpressions;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Manual;

/// <summary>
/// A page in Markdown as text for a terminal: headings, paragraphs, lists, tables and code, which is all that our pages have.
/// </summary>
internal sealed partial class DocText
{
    private readonly CliContext context;
    private readonly int width;
    private readonly StringBuilder text = new();

    /// <summary>The lines of the paragraph, list item or table that is being read.</summary>
    private readonly List<string> block = [];

    private DocText(CliContext context) => (this.context, width) = (context, Math.Clamp(context.Width, 40, 100));

    public static string Of(CliContext context, string page)
    {
        var made = new DocText(context);
        made.Read(page);
        return made.text.ToString();
    }

    private void Read(string page)
    {
        var isCode = false;
        foreach (var line in page.TrimEnd('\n').Split('\n'))
        {
            var isFence = line.StartsWith("```", StringComparison.Ordinal);
            if (isFence || isCode)
                AppendCode(line, isFence);
            else
                Take(line);
            isCode ^= isFence;
        }
        EndBlock();
    }

    private void AppendCode(string line, bool isFence)
    {
        EndBlock();
        if (!isFence)
            text.Append($"    {line}".TrimEnd()).Append('\n');
    }

    private void Take(string line)
    {
        var isTable = line.StartsWith('|');
        var wasTable = block.Count > 0 && block[0].StartsWith('|');
        if (line.Length == 0 || line.StartsWith('#') || IsItem(line) || isTable != wasTable)
            EndBlock();
        if (line.StartsWith('#'))
            AppendHeading(line);
        else if (line.Length == 0)
            text.Append('\n');
        else
            block.Add(line);
    }

    private static bool IsItem(string line) => Item().IsMatch(line);

    private void AppendHeading(string line)
    {
        var heading = Plain(line.TrimStart('#').Trim());
        var underline = line.StartsWith("# ", StringComparison.Ordinal) ? '=' : '-';
        text.Append(heading).Append('\n').Append(underline, Math.Min(heading.Length, width)).Append('\n');
    }

    private void EndBlock()
    {
        if (block.Count == 0)
            return;
        if (block[0].StartsWith('|'))
            AppendTable();
        else
            AppendParagraph();
        block.Clear();
    }

    private void AppendParagraph()
    {
        var mark = Item().Match(block[0]).Value;
        var prose = Plain(string.Join(' ', block.Select(l => l.Trim()))[mark.TrimStart().Length..]);
        var lead = mark;
        foreach (var line in WordWrap.Of(prose, width - mark.Length))
        {
            text.Append(lead).Append(line).Append('\n');
            lead = new string(' ', mark.Length);
        }
    }

    private void AppendTable()
    {
        List<string[]> rows = [.. block.Where(l => !Rule().IsMatch(l)).Select(Cells)];
        text.Append(TableOutput.Text(context with { Width = width }, rows[0], rows.Skip(1)));
    }

    private static string[] Cells(string line) =>
        [
            .. CellEnd()
                .Split(line.Trim().Trim('|'))
                .Select(c => Plain(c.Trim().Replace("\\|", "|", StringComparison.Ordinal))),
        ];

    /// <summary>Without marks; a link within the reference becomes the name of its page.</summary>
    private static string Plain(string markdown)
    {
        var linked = Link().Replace(markdown, Linked);
        // What stands between backticks is code, in which a star is one.
        return string.Join('`', linked.Split('`').Select((part, i) => i % 2 == 0 ? Unmarked(part) : part));
    }

    private static string Unmarked(string prose) =>
        Emphasis().Replace(prose.Replace("**", "", StringComparison.Ordinal), "$1");

    private static string Linked(Match link)
    {
        var (label, target) = (link.Groups["label"].Value, link.Groups["target"].Value);
        if (target.StartsWith("http", StringComparison.Ordinal))
            return $"{label} <{target}>";
        var page = Path.GetFileNameWithoutExtension(target.Split('#')[0]);
        var isKnown = DocPages.Names.Contains(page) && !label.Contains(page, StringComparison.OrdinalIgnoreCase);
        return isKnown ? $"{label} (amigov docs {page})" : label;
    }

    [GeneratedRegex(@"(?<![\w*])\*(?=\S)([^*]+)(?<=\S)\*(?![\w*])")]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"^ *(?:[-*]|[0-9]+\.) +")]
    private static partial Regex Item();

    [GeneratedRegex(@"^\|[-:| ]+\|$")]
    private static partial Regex Rule();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex CellEnd();

    [GeneratedRegex(@"\[(?<label>[^\]]+)\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
