using System.Globalization;
using AmiGovernance.AcceptanceTests.Support;

namespace AmiGovernance.AcceptanceTests.Cli;

/// <summary>The native binary does what the tests in process do. `.ci/run` builds it and names it in AMIGOV_BINARY.</summary>
public sealed class PublishedBinaryTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("amigov-binary-");

    public void Dispose() => folder.Delete(recursive: true);

    private string Run(params string[] args)
    {
        var binary = Environment.GetEnvironmentVariable("AMIGOV_BINARY");
        Assert.SkipWhen(
            string.IsNullOrEmpty(binary),
            "AMIGOV_BINARY does not name a published binary; .ci/run builds one"
        );
        return Tool.Run(binary!, args, folder: folder.FullName);
    }

    [Fact]
    public void It_makes_a_repository_generates_and_validates()
    {
        Run("init", ".", "--yes", "--ops-account", "123456738923");
        Assert.Contains(
            "✓ Allowlist consistency verified",
            Run("generate", "--mode", "enabled"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "✅ VALIDATION PASSED",
            Run("validate", "--output", "text", "--output", "sarif=report.sarif"),
            StringComparison.Ordinal
        );
        Assert.True(File.Exists(Path.Combine(folder.FullName, "report.sarif")));
        Assert.Contains("no exceptions", Run("exceptions", "list"), StringComparison.Ordinal);
        Assert.Contains("123456738923", Run("allowlist"), StringComparison.Ordinal);
    }

    /// <summary>As in a container, whose image has no git.</summary>
    [Fact]
    public void It_validates_where_neither_git_nor_a_repository_is()
    {
        Run("init", ".", "--yes", "--ops-account", "123456738923");
        Run("generate", "--mode", "enabled");
        var binary = Environment.GetEnvironmentVariable("AMIGOV_BINARY")!;
        string[] bare = ["-i", "PATH=/nonexistent", binary, "validate"];
        Assert.Contains(
            "✅ VALIDATION PASSED",
            Tool.Run("env", bare, folder: folder.FullName),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void It_carries_its_documentation() =>
        Assert.StartsWith("# AMI0201", Run("code", "AMI0201"), StringComparison.Ordinal);

    /// <summary>
    /// Start-up is felt, and grows unseen (docs/decisions/0019): each page that a start touches is counted, the same on any machine. Twice
    /// as many would be the packed type data again, or all commands made to run one.
    /// </summary>
    [Fact]
    public void It_starts_with_few_pages()
    {
        const string Count = """
            import os, sys
            nothing = [(os.POSIX_SPAWN_DUP2, os.open(os.devnull, os.O_WRONLY), 1)]
            child = os.posix_spawn(sys.argv[1], [sys.argv[1], "--version"], os.environ, file_actions=nothing)
            print(os.wait4(child, 0)[2].ru_minflt)
            """;
        Run("--version");
        var binary = Environment.GetEnvironmentVariable("AMIGOV_BINARY")!;
        Assert.InRange(int.Parse(Tool.Run("python3", ["-c", Count, binary]), CultureInfo.InvariantCulture), 100, 1_200);
    }

    [Fact]
    public void It_generates_the_bytes_that_the_tests_recorded()
    {
        Directory.CreateDirectory(Path.Combine(folder.FullName, "config"));
        File.WriteAllText(Path.Combine(folder.FullName, "config", "ami_publishers.json"), Samples.Governance);
        Run("generate", "--mode", "enabled", "--as-of", "2026-11-24");
        var recorded = RepositoryRoot.File(
            "tests",
            "data",
            "golden",
            "sample-generate-enabled",
            "expected",
            "files",
            "dist"
        );
        foreach (var file in Directory.GetFiles(recorded, "*", SearchOption.AllDirectories))
            Assert.Equal(
                File.ReadAllBytes(file),
                File.ReadAllBytes(Path.Combine(folder.FullName, "dist", Path.GetRelativePath(recorded, file)))
            );
    }
}
