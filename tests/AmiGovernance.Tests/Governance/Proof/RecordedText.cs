namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>A text that is recorded under a name in tests/data/proof; `AMIGOV_UPDATE_GOLDEN=1` writes it anew.</summary>
internal sealed record RecordedText(string Name, Func<string> Text)
{
    public static RecordedText Of(string name, Func<string> text) => new(name, text);

    /// <summary>Compares each of a few, so that a test ends soon.</summary>
    /// <param name="part">Which part, of how many.</param>
    public static void Check(string file, IReadOnlyList<RecordedText> all, (int Part, int Of) part)
    {
        var path = RepositoryRoot.File("tests", "data", "proof", file);
        if (part.Part == 0 && Environment.GetEnvironmentVariable("AMIGOV_UPDATE_GOLDEN") == "1")
            File.WriteAllText(path, string.Concat(all.Select(t => t.Section)));
        var recorded = File.ReadAllText(path).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(all.Select(t => $"# {t.Name}"), recorded.Select(r => r.Split('\n')[0]));
        for (var i = part.Part; i < all.Count; i += part.Of)
            Assert.Equal($"{recorded[i].TrimEnd()}\n", all[i].Section.TrimEnd() + "\n");
    }

    private string Section => $"# {Name}\n{Text()}\n";
}
