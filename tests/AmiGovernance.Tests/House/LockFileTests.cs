using System.Xml.Linq;

namespace AmiGovernance.Tests.House;

/// <summary>The lock files of all ways to build say the same; `scripts/lock-packages.sh` writes them.</summary>
public sealed class LockFileTests
{
    [Fact]
    public void Each_project_has_one()
    {
        var projects = Files("*.csproj").Select(f => Path.GetDirectoryName(f)!);
        Assert.All(projects, p => Assert.True(File.Exists(Path.Combine(p, "packages.lock.json")), p));
    }

    [Fact]
    public void None_holds_an_address() =>
        Assert.All(LockFiles, f => Assert.DoesNotContain("://", f.Text, StringComparison.Ordinal));

    [Fact]
    public void A_version_of_a_package_has_one_checksum()
    {
        var several = LockFiles
            .SelectMany(f => f.Packages.Concat(f.OfRuntime))
            .Distinct()
            .GroupBy(p => (p.Id, p.Version))
            .Where(p => p.Count() > 1)
            .Select(p => p.Key);
        Assert.Empty(several);
    }

    [Theory]
    [InlineData("packages.tool.lock.json", "Microsoft.DotNet.ILCompiler")]
    [InlineData("packages.linux-x64.lock.json", null)]
    [InlineData("packages.linux-arm64.lock.json", null)]
    [InlineData("packages.win-x64.lock.json", null)]
    public void What_ships_is_the_same_however_it_is_built(string name, string? without)
    {
        var build = LockFile.OfShipped("packages.lock.json").Packages;
        Assert.Equal(build.Where(p => p.Id != without), LockFile.OfShipped(name).Packages);
    }

    [Fact]
    public void The_runtime_that_they_hold_is_named()
    {
        var targets = XDocument.Load(RepositoryRoot.File("Directory.Build.targets"));
        var version = targets.Descendants("LockedRuntimeVersion").Single().Value;
        var ofRuntime = LockFiles
            .SelectMany(f => f.Packages.Concat(f.OfRuntime))
            .Where(p =>
                p.Id == "Microsoft.NET.ILLink.Tasks"
                || p.Id.EndsWith("Microsoft.DotNet.ILCompiler", StringComparison.Ordinal)
            )
            .ToList();
        Assert.NotEmpty(ofRuntime);
        Assert.All(ofRuntime, p => Assert.Equal(version, p.Version));
    }

    private static IReadOnlyList<LockFile> LockFiles { get; } = [.. Files("packages*.lock.json").Select(LockFile.Read)];

    private static IEnumerable<string> Files(string pattern) =>
        new[] { "src", "tests", "tools", "bench" }.SelectMany(folder =>
            Directory
                .EnumerateFiles(RepositoryRoot.File(folder), pattern, SearchOption.AllDirectories)
                .Where(f => !Parts(f).Overlaps(["bin", "obj", "data", "node_modules"]))
        );

    private static HashSet<string> Parts(string path) =>
        [.. Path.GetRelativePath(RepositoryRoot.Path, path).Split(Path.DirectorySeparatorChar)];
}
