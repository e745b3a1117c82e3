namespace AmiGovernance.AcceptanceTests.Documentation;

/// <summary>
/// The pictures of a terminal in docs/pictures are what the commands show, at 80 columns: as SVG for pages, as text to be read in a review.
/// `AMIGOV_UPDATE_GOLDEN=1` makes them anew.
/// </summary>
public sealed class TerminalPictureTests
{
    private static readonly string Folder = RepositoryRoot.File("docs", "pictures");

    public static TheoryData<string, string> Scenes =>
        [
            .. File.ReadLines(RepositoryRoot.File("tests", "data", "pictures.txt"))
                .Where(l => l.Length > 0 && l[0] != '#')
                .Select(l => l.Split('|', 2, StringSplitOptions.TrimEntries))
                .Select(p => (p[0], p[1])),
        ];

    [Theory]
    [MemberData(nameof(Scenes))]
    public void A_picture_is_what_the_command_shows(string name, string commands)
    {
        using var terminal = new ConsoleTerminal { IsColored = true };
        var steps = commands.Split(';', StringSplitOptions.TrimEntries);
        var screen = "";
        foreach (var step in steps)
            screen = terminal.Run(step, []) ?? "";

        Hold($"{name}.txt", $"$ {steps[^1]}\n{TerminalPicture.Plain(screen)}");
        Hold($"{name}.svg", TerminalPicture.Of(steps[^1], screen, ConsoleTerminal.Columns));
    }

    /// <summary>No line is wider than the terminal, but for what people copy.</summary>
    [Theory]
    [MemberData(nameof(Scenes))]
    public void It_fits_80_columns(string name, string commands)
    {
        Assert.NotEmpty(commands);
        var wide = File.ReadLines(Path.Combine(Folder, $"{name}.txt"))
            .Where(l => l.Length > ConsoleTerminal.Columns && !l.Contains("amigov ", StringComparison.Ordinal));
        Assert.Empty(wide);
    }

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
