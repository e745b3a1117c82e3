namespace AmiGovernance.Cli.Shell;

/// <summary>Prose in lines.</summary>
internal static class WordWrap
{
    private const string GoesOn = " \\";

    /// <summary>At least one line.</summary>
    public static IReadOnlyList<string> Of(string text, int width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                lines.Add(line);
                line = "";
            }
            line = line.Length == 0 ? word : $"{line} {word}";
        }
        lines.Add(line);
        return lines;
    }

    /// <summary>A command line, broken before options so that a shell still reads it as one.</summary>
    public static IReadOnlyList<string> OfCommand(string command, int width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var part in command.Replace(" -", "\n -", StringComparison.Ordinal).Split('\n'))
        {
            if (line.Length > 0 && line.Length + part.Length + GoesOn.Length > width)
            {
                lines.Add(line + GoesOn);
                line = "   ";
            }
            line += part;
        }
        lines.Add(line);
        return lines;
    }
}
