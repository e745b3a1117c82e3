using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Tests.Features.Authoring;

public sealed class CreateRepositoryTests
{
    private readonly InMemoryFileStore files = new();
    private readonly DiagnosticBag bag = new();

    private static NewRepository Repository =>
        new(
            "gov",
            [new GeneratedFile(Samples.ConfigPath, System.Text.Encoding.UTF8.GetBytes(Samples.Clean))],
            Samples.ConfigPath,
            new DateOnly(2026, 1, 3)
        );

    [Fact]
    public void It_has_its_files_and_the_policies_made_from_them()
    {
        Assert.True(CreateRepository.Run(Repository, files, bag));
        Assert.False(bag.HasErrors);
        Assert.Contains($"gov/dist/{DistFiles.Declarative}", files.Files.Keys);
    }

    [Fact]
    public void Nothing_is_written_where_a_file_would_be_overwritten()
    {
        files.Files[$"gov/{Samples.ConfigPath}"] = [1];
        Assert.False(CreateRepository.Run(Repository, files, bag));
        Assert.Equal([1], files.Files[$"gov/{Samples.ConfigPath}"]);
        Assert.Single(files.Files);
        Assert.Equal(OperationDiagnostics.WouldOverwrite, Assert.Single(bag.ToSorted()).Descriptor);
    }
}
