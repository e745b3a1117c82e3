using System.Globalization;

namespace AmiGovernance.AcceptanceTests.Documentation;

/// <summary>
/// The pictures of a terminal in docs/pictures are what the commands show, at 80 columns: as SVG for pages, as text to be read in a review.
/// `AMIGOV_UPDATE_GOLDEN=1` makes them anew.
/// </summary>
public sealed class TerminalPictureTests
{
    private static readonly string[] Copied = ["$ ", "`", "amigov "];

    private static readonly string Folder = RepositoryRoot.File("docs", "pictures");

    public static TheoryData<string, int, string> Scenes =>
        [
            .. File.ReadLines(RepositoryRoot.File("tests", "data", "pictures.txt"))
                .Where(l => l.Length > 0 && l[0] != '#')
                .Select(l => l.Split('|', 3, StringSplitOptions.TrimEntries))
                .Select(p => (p[0], int.Parse(p[1], CultureInfo.InvariantCulture), p[2])),
        ];

    [Theory]
    [MemberData(nameof(Scenes))]
    public void A_picture_is_what_the_command_shows(string name, int lines, string commands)
    {
        using var terminal = new ConsoleTerminal { IsColored = true };
        var steps = commands.Split(';', StringSplitOptions.TrimEntries);
        var screen = "";
        foreach (var step in steps)
            screen = terminal.Run(step, []) ?? "";

        var shown = First(lines, screen.TrimEnd('\n').Split('\n'));
        var text = TerminalPicture.Plain(shown);
        Assert.DoesNotContain(text.Split('\n'), IsTooWide);
        Hold($"{name}.txt", $"$ {steps[^1]}\n{text}\n");
        Hold($"{name}.svg", TerminalPicture.Of(steps[^1], shown, ConsoleTerminal.Columns));
    }

    /// <summary>What people copy is not broken: it stands on a line of its own.</summary>
    private static bool IsTooWide(string line) =>
        line.Length > ConsoleTerminal.Columns && !Copied.Any(line.TrimStart(' ').StartsWith);

    private static string First(int lines, string[] screen) =>
        string.Join('\n', screen.Length <= lines ? screen : [.. screen.Take(lines), "…"]);

    private static void Hold(string file, string shown)
    {
        var path = Path.Combine(Folder, file);
        if (Environment.GetEnvironmentVariable("AMIGOV_UPDATE_GOLDEN") == "1")
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") == "true", "pictures are not made in CI");
            Directory.CreateDirectory(Folder);
            File.WriteAllText(path, shown);
        }
        Assert.True(File.Exists(path), $"docs/pictures/{file} is missing: AMIGOV_UPDATE_GOLDEN=1 makes it");
        Assert.Equal(File.ReadAllText(path), shown);
    }
}
