using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Tests.Cli;

public sealed class DiskFileStoreTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("amigov-test-");
    private readonly DiagnosticBag bag = new();

    private DiskFileStore Store => new(root.FullName);

    public void Dispose() => root.Delete(recursive: true);

    private string Full(string path) => Path.Combine(root.FullName, path);

    [Fact]
    public void Files_appear_whole_and_leave_nothing_else_behind()
    {
        Assert.True(
            Store.Write(
                "dist",
                [
                    new GeneratedFile("organizations/a.json", "one"u8.ToArray()),
                    new GeneratedFile("b.json", "two"u8.ToArray()),
                ],
                bag
            )
        );
        Assert.Equal(
            ["dist/b.json", "dist/organizations/a.json"],
            Directory
                .GetFiles(root.FullName, "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(root.FullName, f).Replace('\\', '/'))
                .Order(StringComparer.Ordinal)
        );
    }

    /// <summary>Certificates and reports are all written by the store, which makes a folder that is not there.</summary>
    [Theory]
    [InlineData("prove", "--certificate", "new/folder/file.json")]
    [InlineData("prove", "--output", "json=new/folder/file.json")]
    [InlineData("validate", "--output", "sarif=new/folder/file.json")]
    [InlineData("layers", "--output", "markdown=new/folder/file.json")]
    public void The_folder_of_each_output_is_made(params string[] command)
    {
        using var amigov = new Amigov().With(Samples.ConfigPath, Samples.Governance);
        amigov.Run("generate", "--mode", "enabled");
        amigov.Run(command);
        var written = amigov.Files.Files["new/folder/file.json"];
        Assert.True(Store.Write("", [new GeneratedFile("new/folder/file.json", written)], bag));
        Assert.True(File.Exists(Full("new/folder/file.json")));
    }

    [Fact]
    public void A_failure_in_the_middle_changes_no_file()
    {
        File.WriteAllText(Full("a.json"), "old");
        // A folder stands where the second file should go.
        Directory.CreateDirectory(Full("b.json/x"));
        File.WriteAllText(Full("c"), "a file where a folder is needed");
        Assert.False(
            Store.Write(
                "",
                [new GeneratedFile("a.json", "new"u8.ToArray()), new GeneratedFile("c/d.json", "new"u8.ToArray())],
                bag
            )
        );
        Assert.Equal("old", File.ReadAllText(Full("a.json")));
        Assert.Equal("AMI0701", Assert.Single(bag.ToSorted()).Code);
        Assert.DoesNotContain(Directory.GetFiles(root.FullName), f => f.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_with_the_same_content_is_left_untouched()
    {
        var file = new GeneratedFile("a.json", "same"u8.ToArray());
        Store.Write("", [file], bag);
        var long_ago = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(Full("a.json"), long_ago);
        Store.Write("", [file], bag);
        Assert.Equal(long_ago, File.GetLastWriteTimeUtc(Full("a.json")));
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_reported_apart()
    {
        Directory.CreateDirectory(Full("config"));
        Assert.Null(Store.Read("nothing.json", bag));
        Assert.Null(Store.Read("config", bag));
        Assert.Equal(
            ["`config` cannot be read: it is a folder", "`nothing.json` cannot be read: there is no such file"],
            bag.ToSorted().Select(d => d.Message)
        );
    }

    [Fact]
    public void A_file_beyond_the_limit_is_refused_without_being_read()
    {
        using (var file = File.Create(Full("big.json")))
            file.SetLength(JsonParser.MaxBytes + 1L);
        Assert.Null(Store.Read("big.json", bag));
        Assert.Equal("AMI0009", Assert.Single(bag.ToSorted()).Code);
    }
}
