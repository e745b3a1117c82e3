namespace AmiGovernance.Tests.House;

/// <summary>`NOTICE` names whose work ships; `scripts/notice.cs` writes it.</summary>
public sealed class NoticeTests
{
    private static readonly string[] Notice = File.ReadAllLines(RepositoryRoot.File("NOTICE"));

    [Fact]
    public void It_names_each_package_of_the_lock_file_and_no_other()
    {
        var locked = LockFile.OfShipped("packages.lock.json").Packages.Select(p => $"{p.Id} {p.Version}").ToList();
        var named = Section("Packages that ship in the program")
            .Concat(Section("Packages that build it, and do not ship"));
        Assert.Equal(locked.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_only_builds_is_not_said_to_ship() =>
        Assert.Equal(
            ["Microsoft.CodeAnalysis.BannedApiAnalyzers", "Microsoft.NET.ILLink.Tasks", "MinVer"],
            Section("Packages that build it, and do not ship").Select(p => p.Split(' ')[0])
        );

    /// <summary>Files of others say so at their beginning, or in the table beside them.</summary>
    [Fact]
    public void It_names_each_embedded_file_of_others()
    {
        var data = Directory
            .EnumerateFiles(RepositoryRoot.File("src"), "*.txt", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(Path.GetDirectoryName(f)) == "Data")
            .Where(f => File.ReadLines(f).First().Contains(", licence ", StringComparison.Ordinal));
        const string Assets = "src/AmiGovernance.Console/Assets";
        var assets = File.ReadLines(RepositoryRoot.File(Assets, "README.md"))
            .Where(l =>
                l.StartsWith("| `", StringComparison.Ordinal) && !l.EndsWith("| ours |", StringComparison.Ordinal)
            )
            .Select(l => $"{Assets}/{l.Split('`')[1]}");
        var expected = data.Select(f => Path.GetRelativePath(RepositoryRoot.Path, f).Replace('\\', '/')).Concat(assets);
        Assert.Equal(expected.Order(StringComparer.Ordinal), Section("Embedded files").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_entry_says_its_licence() =>
        Assert.All(
            Notice.Index().Where(l => Entries.Contains(l.Item)),
            l => Assert.Matches("^  .*\\b(MIT|Apache-2.0|0BSD|its own licence, below)", Notice[l.Index + 1])
        );

    private static HashSet<string> Entries =>
        [
            .. Section("Embedded files"),
            .. Section("Packages that ship in the program"),
            .. Section("Packages that build it, and do not ship"),
        ];

    /// <summary>The entries below a heading: each has a second line, which is indented.</summary>
    private static IEnumerable<string> Section(string heading)
    {
        var start = Array.IndexOf(Notice, heading) + 2;
        Assert.True(start >= 2, heading);
        var end = Array.FindIndex(Notice, start, l => l.StartsWith("---", StringComparison.Ordinal)) - 1;
        return Enumerable
            .Range(start, end - start)
            .Where(i => Notice[i + 1].StartsWith("  ", StringComparison.Ordinal))
            .Select(i => Notice[i]);
    }
}
