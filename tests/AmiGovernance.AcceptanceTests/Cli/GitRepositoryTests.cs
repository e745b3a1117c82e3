using System.Text;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Cli.Adapters.Git;

namespace AmiGovernance.AcceptanceTests.Cli;

public sealed class GitRepositoryTests : IDisposable
{
    private readonly GitSandbox git = new();

    public void Dispose() => git.Dispose();

    /// <summary>The console reads the state while somebody decides, and both ask one repository.</summary>
    [Fact]
    public void Who_read_at_the_same_time_get_the_file_that_they_asked_for()
    {
        var names = Enumerable.Range(0, 400).Select(i => $"files/{i}.txt").ToArray();
        foreach (var name in names)
            git.Write(name, $"{name}\n{new string('x', name.Length * 37)}");
        git.CommitAll("files");
        using var repository = new GitRepository(git.Path, TimeProvider.System, mayPrompt: false, null);
        var commit = repository.Resolve("HEAD")!;

        var wrong = names
            .AsParallel()
            .WithDegreeOfParallelism(8)
            .Where(name =>
                !(repository.Read(commit, name)?.Bytes.Span.StartsWith(Encoding.UTF8.GetBytes($"{name}\n")) ?? false)
            )
            .ToList();

        Assert.Empty(wrong);
        Assert.Null(repository.Read(commit, "files/none.txt"));
    }

    [Fact]
    public void Nobody_reads_after_the_end()
    {
        git.Write("a.txt", "a");
        git.Write("b.txt", "b");
        git.CommitAll("files");
        using var repository = new GitRepository(git.Path, TimeProvider.System, mayPrompt: false, null);
        var commit = repository.Resolve("HEAD")!;
        Assert.NotNull(repository.Read(commit, "a.txt"));
        repository.Dispose();
        Assert.Throws<ObjectDisposedException>(() => repository.Read(commit, "b.txt"));
    }
}
