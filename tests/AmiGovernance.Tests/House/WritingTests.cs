namespace AmiGovernance.Tests.House;

/// <summary>What docs/writing.md says not to write is not written.</summary>
public sealed class WritingTests
{
    /// <summary>Phrases of the left column that stand for a kind, not for one message.</summary>
    private static readonly string[] Refused =
    [
        "not looked:",
        "not said:",
        "is nobody in",
        " mends",
        "hold together",
        "holds together",
        "ook after",
        "ell the story",
        "tells the partition",
        "by those who may",
    ];

    [Fact]
    public void Refused_phrases_stand_on_the_page_alone()
    {
        var found = Texts()
            .SelectMany(f => Refused.Where(File.ReadAllText(f).Contains).Select(p => $"{f}: {p}"))
            .ToList();
        Assert.Empty(found);
    }

    [Fact]
    public void The_page_has_twenty_pairs_of_before_and_after()
    {
        var rows = File.ReadAllLines(RepositoryRoot.File("docs", "writing.md"))
            .Where(l => l.StartsWith("| ", StringComparison.Ordinal))
            .Select(l => l.Split('|', StringSplitOptions.TrimEntries))
            .Skip(1)
            .ToList();
        Assert.True(rows.Count >= 20);
        Assert.All(rows, r => Assert.NotEqual(r[1], r[2]));
    }

    private static IEnumerable<string> Texts() =>
        Directory
            .EnumerateFiles(RepositoryRoot.File("src"), "*.cs", SearchOption.AllDirectories)
            .Where(f =>
                !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            )
            .Concat(Directory.EnumerateFiles(RepositoryRoot.File("docs"), "*.md", SearchOption.AllDirectories))
            .Where(f => Path.GetFileName(f) != "writing.md")
            .Where(f => !f.Contains("decisions", StringComparison.Ordinal));
}
