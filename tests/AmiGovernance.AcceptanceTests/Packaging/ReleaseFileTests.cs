using System.Text.Json;
using System.Text.RegularExpressions;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.AcceptanceTests.Support.Pipelines;

namespace AmiGovernance.AcceptanceTests.Packaging;

/// <summary>Archives, the list of checksums, and what package managers are given.</summary>
public sealed partial class ReleaseFileTests
{
    [Theory]
    [InlineData(
        "linux-x64",
        "LICENSE NOTICE THIRD-PARTY-NOTICES/ THIRD-PARTY-NOTICES/Runtime.txt amigov libe_sqlite3.so"
    )]
    [InlineData(
        "linux-musl-x64",
        "LICENSE NOTICE THIRD-PARTY-NOTICES/ THIRD-PARTY-NOTICES/Runtime.txt amigov libe_sqlite3.so"
    )]
    [InlineData(
        "osx-arm64",
        "LICENSE NOTICE THIRD-PARTY-NOTICES/ THIRD-PARTY-NOTICES/Runtime.txt amigov libe_sqlite3.dylib"
    )]
    [InlineData(
        "win-x64",
        "LICENSE NOTICE THIRD-PARTY-NOTICES/ THIRD-PARTY-NOTICES/Runtime.txt amigov.exe e_sqlite3.dll"
    )]
    public void An_archive_holds_the_program_and_its_papers_and_is_the_same_each_time(string platform, string expected)
    {
        using var first = new ReleaseFolder(platform);
        using var second = new ReleaseFolder(platform);
        var name = $"amigov-{ReleaseFolder.Version}-{platform}.tar.gz";
        Assert.Equal(File.ReadAllBytes(first.File(name)), File.ReadAllBytes(second.File(name)));
        var listed = Tool.Run("tar", ["-tvzf", first.File(name)]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected, string.Join(' ', listed.Select(l => l.Split(' ')[^1])));
        Assert.All(listed, l => Assert.Contains("0/0", l, StringComparison.Ordinal));
        Assert.StartsWith("-rwxr-xr-x", listed[4], StringComparison.Ordinal);
    }

    [Fact]
    public void The_list_has_every_file_and_every_file_of_a_program()
    {
        using var release = new ReleaseFolder("linux-x64", "win-x64");
        release.AddTool();
        foreach (var name in new[] { "install.sh", "amigov.rb", "amigov.json" })
            File.WriteAllText(release.File(name), name);
        release.List();
        Assert.Equal(
            [
                "amigov-1.2.0-any/amigov.dll",
                "amigov-1.2.0-linux-x64.tar.gz",
                "amigov-1.2.0-linux-x64/amigov",
                "amigov-1.2.0-linux-x64/libe_sqlite3.so",
                "amigov-1.2.0-win-x64.tar.gz",
                "amigov-1.2.0-win-x64/amigov.exe",
                "amigov-1.2.0-win-x64/e_sqlite3.dll",
                "amigov.1.2.0.nupkg",
                "amigov.json",
                "amigov.rb",
                "install.sh",
            ],
            File.ReadAllLines(release.File("SHA256SUMS")).Select(l => l.Split("  ")[1]).Order(StringComparer.Ordinal)
        );
        Tool.Run("sha256sum", ["--check", "--ignore-missing", "--strict", "SHA256SUMS"], folder: release.Files);
    }

    [Fact]
    public void Manifests_have_the_checksums_of_the_list()
    {
        using var release = new ReleaseFolder("linux-x64", "linux-arm64", "osx-arm64", "win-x64");
        release.Demand($"manifests.sh {ReleaseFolder.Version} https://company.com/files/ {release.Files}");
        release.List();
        var sums = File.ReadAllLines(release.File("SHA256SUMS"))
            .Select(l => l.Split("  "))
            .ToDictionary(l => l[1], l => l[0]);
        using var scoop = JsonDocument.Parse(File.ReadAllText(release.File("amigov.json")));
        var windows = scoop.RootElement.GetProperty("architecture").GetProperty("64bit");
        Assert.Equal("https://company.com/files/amigov-1.2.0-win-x64.tar.gz", windows.GetProperty("url").GetString());
        Assert.Equal(sums["amigov-1.2.0-win-x64.tar.gz"], windows.GetProperty("hash").GetString());
        var formula = File.ReadAllText(release.File("amigov.rb"));
        Assert.DoesNotContain("@", formula, StringComparison.Ordinal);
        var pairs = Download().Matches(formula).Select(m => (Url: m.Groups[1].Value, Sum: m.Groups[2].Value)).ToList();
        Assert.Equal(3, pairs.Count);
        Assert.All(pairs, p => Assert.Equal(sums[p.Url.Split('/')[^1]], p.Sum));
    }

    [Fact]
    public void No_manifest_is_made_without_an_archive()
    {
        using var release = new ReleaseFolder("linux-x64", "linux-arm64", "win-x64");
        var (code, output) = release.Run(
            $"manifests.sh {ReleaseFolder.Version} https://company.com/files {release.Files}"
        );
        Assert.NotEqual(0, code);
        Assert.Contains("there is no amigov-1.2.0-osx-arm64.tar.gz", output, StringComparison.Ordinal);
        Assert.False(File.Exists(release.File("amigov.rb")));
    }

    private const string Changes =
        "## [Unreleased]\n\n- next\n\n## [11.2.0]\n\n- eleven\n\n## [1.2.0]\n\n- one\n\n## [1.2.0-rc.1]\n\n- candidate\n";

    [Theory]
    [InlineData("1.2.0", "- one")]
    [InlineData("1.2.0-rc.1", "- candidate")]
    [InlineData("1.3.0-rc.1", "- next")]
    [InlineData("1.3.0", null)]
    public void The_page_of_a_release_has_its_section_and_no_other(string version, string? expected)
    {
        using var release = new ReleaseFolder();
        File.WriteAllText(release.File("CHANGELOG.md"), Changes);
        var (code, output) = BashRun.Of(
            $"CHANGELOG={release.File("CHANGELOG.md")} {RepositoryRoot.File("packaging", "notes.sh")} {version}",
            release.Files,
            new Dictionary<string, string>()
        );
        Assert.Equal(expected is null ? 1 : 0, code);
        Assert.Equal(expected ?? "CHANGELOG.md has no section [1.3.0]", output.Trim());
    }

    [GeneratedRegex("url \"([^\"]+)\"\\s+sha256 \"([0-9a-f]{64})\"")]
    private static partial Regex Download();
}
