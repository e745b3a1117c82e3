using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Manual;

/// <summary>The pages of the reference by name, and parts of them.</summary>
internal static class DocPages
{
    /// <summary>The page that has a part for each command.</summary>
    private const string Commands = "commands";

    public static IReadOnlyList<string> Names { get; } = EmbeddedText.DocPages();

    public static string Title(string name) =>
        Read(name).Split('\n')[0].TrimStart('#', ' ').Replace("`", "", StringComparison.Ordinal);

    /// <summary>In Markdown; null when there is no such topic.</summary>
    /// <param name="topic">A page, `page#part`, the words of a command, or a diagnostic code.</param>
    public static string? Find(string topic)
    {
        var words = topic.ToLowerInvariant().Split('#', 2);
        if (Names.Contains(words[0]))
            return words.Length == 1 ? Read(words[0]) : Part(Read(words[0]), heading => Anchor(heading) == words[1]);
        return Command(topic) ?? EmbeddedText.DiagnosticPage(topic.ToUpperInvariant());
    }

    private static string? Command(string words)
    {
        var name = words.StartsWith("amigov ", StringComparison.Ordinal) ? words : $"amigov {words}";
        var page = Read(Commands);
        return Part(page, heading => heading == $"`{name}`")
            ?? Part(page, heading => heading.StartsWith($"`{name} ", StringComparison.Ordinal));
    }

    /// <summary>All parts whose heading fits, each up to the next heading of its level; null when there is none.</summary>
    private static string? Part(string page, Func<string, bool> fits)
    {
        var lines = new List<string>();
        var level = 0;
        var isCode = false;
        foreach (var line in page.Split('\n'))
        {
            isCode ^= line.StartsWith("```", StringComparison.Ordinal);
            var marks = line.Length - line.TrimStart('#').Length;
            if (!isCode && marks > 0)
            {
                var begins = fits(line[marks..].Trim());
                if (begins)
                    level = marks;
                else if (marks <= level)
                    level = 0;
            }
            if (level > 0)
                lines.Add(line);
        }
        return lines.Count == 0 ? null : string.Join('\n', lines);
    }

    /// <summary>As code hosts make it of a heading.</summary>
    private static string Anchor(string heading) =>
        string.Concat(
            heading
                .ToLowerInvariant()
                .Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')
                .Select(c => c == ' ' ? '-' : c)
        );

    private static string Read(string name) =>
        EmbeddedText.DocPage(name) ?? throw new InvalidOperationException($"the page {name} is not embedded");
}
