using System.Text;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Cli.Adapters.Git;
using AmiGovernance.Core.Ports;

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

    [Fact]
    public void A_connection_on_which_nothing_comes_ends()
    {
        var environment = new GitProcess(git.Path, mayPrompt: false).Run([
            "-c",
            "alias.environment=!env",
            "environment",
        ]);
        Assert.Contains("GIT_HTTP_LOW_SPEED_LIMIT=1\n", environment.Text, StringComparison.Ordinal);
        Assert.Contains("GIT_HTTP_LOW_SPEED_TIME=120\n", environment.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Branches_that_are_made_at_the_same_time_have_each_their_own_content()
    {
        git.Write("a.txt", "a");
        git.CommitAll("start");
        var parent = git.Git("rev-parse", "HEAD");
        await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(i =>
                    Task.Run(() =>
                    {
                        using var repository = Open();
                        repository.CommitOn($"b{i}", null, parent, [new FileChange("a.txt", Content(i))], "change\n");
                    })
                )
        );
        Assert.All(Enumerable.Range(0, 12), i => Assert.Equal($"of {i}", git.Git("show", $"b{i}:a.txt")));
        Assert.Equal("", git.Git("for-each-ref", "refs/amigov"));
    }

    private static byte[] Content(int i) => Encoding.UTF8.GetBytes($"of {i}");

    [Fact]
    public void A_failure_is_told_in_the_words_of_git_without_its_hints()
    {
        var failure = Assert.Throws<GitException>(() =>
            new GitProcess(git.Path, mayPrompt: false).Demand(["rev-parse", "--verify", "nosuch"])
        );
        Assert.Equal("fatal: Needed a single revision", failure.Message);
        Assert.Equal(
            "error: failed to push some refs",
            GitProcess.Words("hint: look\nerror: failed to push some refs\nwarning: old\n")
        );
        Assert.Equal("hint: look", GitProcess.Words("hint: look\n"));
    }

    [Fact]
    public void A_file_that_is_larger_than_files_may_be_is_not_read_and_the_next_one_is()
    {
        git.Write("large.txt", new string('x', 200_000));
        git.Write("small.txt", "small");
        git.CommitAll("files");
        using var blobs = new GitBlobs(new GitProcess(git.Path, mayPrompt: false)) { Limit = 100_000 };
        var failure = Assert.Throws<GitException>(() => blobs.Read("HEAD", "large.txt"));
        Assert.Equal("HEAD:large.txt has 200000 bytes; the limit is 100000", failure.Message);
        Assert.Equal("small", Encoding.UTF8.GetString(blobs.Read("HEAD", "small.txt")!));
    }

    private GitRepository Open() => new(git.Path, TimeProvider.System, mayPrompt: false, null);

    [Theory]
    [InlineData("")]
    [InlineData("requests")]
    [InlineData("requests/2026")]
    [InlineData("requests/plain.json")]
    [InlineData("none")]
    public void Files_of_a_folder_are_those_that_git_lists(string folder)
    {
        string[] names =
        [
            "requests/plain.json",
            "requests/2026/with space.json",
            "requests/2026/deep/er/\u00e9\u4e2d.json",
            "requests/2026/quote\"and\\slash.json",
            "requests/a\nline.json",
            "requests/new\nfolder/one.json",
            "requests.json",
            "top.json",
        ];
        foreach (var name in names)
            git.Write(name, name);
        File.CreateSymbolicLink(Path.Combine(git.Path, "requests", "link"), "../top.json");
        git.CommitAll("files");
        using var repository = Open();
        var commit = repository.Resolve("HEAD")!;
        string[] within = folder.Length == 0 ? [] : ["--", $"{folder}/"];
        var expected = git.Git(["ls-tree", "-r", "-z", "--name-only", "--full-tree", commit, .. within])
            .Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Order(StringComparer.Ordinal);
        Assert.Equal(expected, repository.List(commit, folder.Length == 0 ? "." : folder));
    }

    [Fact]
    public void Folders_are_found_however_deep_they_lie()
    {
        git.Write($"requests/{string.Join('/', Enumerable.Repeat("d", 900))}/one.json", "{}");
        git.CommitAll("files");
        using var repository = Open();
        Assert.EndsWith("/d/one.json", Assert.Single(repository.List(repository.Resolve("HEAD")!, "requests")));
    }

    [Fact]
    public void A_revision_is_the_commit_that_it_names_now()
    {
        git.Write("a.txt", "a");
        git.CommitAll("one");
        git.Git("tag", "-m", "signed off", "v1");
        using var repository = Open();
        foreach (var revision in new[] { "HEAD", "main", "v1", "HEAD^{/one}", "@" })
            Assert.Equal(git.Git("rev-parse", $"{revision}^{{commit}}"), repository.Resolve(revision));
        foreach (var none in new[] { "HEAD~1", "nobody", "HEAD:a.txt", "-h", "", "HEAD\nHEAD", "no such thing" })
            Assert.Null(repository.Resolve(none));
        git.Write("a.txt", "b");
        git.CommitAll("two");
        Assert.Equal(git.Git("rev-parse", "HEAD"), repository.Resolve("HEAD"));
    }

    [Fact]
    public void Outside_of_a_repository_it_says_so()
    {
        var folder = Directory.CreateTempSubdirectory("amigov-nogit-");
        try
        {
            using var repository = new GitRepository(folder.FullName, TimeProvider.System, mayPrompt: false, null);
            foreach (var ask in new Action[] { () => repository.Resolve("HEAD"), () => _ = repository.Approvals })
                Assert.Contains("not a git repository", Assert.Throws<GitException>(ask).Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>As `git remote get-url` says (git-config, "url.BASE.insteadOf").</summary>
    [Theory]
    [InlineData("https://host.example/a/b.git", null)]
    [InlineData("short:a/b.git", "[url \"https://host.example/\"]\n\tinsteadOf = short:\n")]
    [InlineData(
        "https://host.example/a/b.git",
        "[url \"ssh://git@host.example/\"]\n\tpushInsteadOf = https://host.example/\n"
    )]
    [InlineData("https://one.example/a.git", "[remote \"origin\"]\n\turl = https://two.example/a.git\n")]
    public void The_code_host_is_found_by_the_address_that_git_uses(string url, string? settings)
    {
        git.Git("config", "remote.origin.url", url);
        git.Write(".git/config", git.Read(".git/config") + settings);
        string? asked = null;
        using var repository = new GitRepository(git.Path, TimeProvider.System, mayPrompt: false, null)
        {
            FindCodeHost = address =>
            {
                asked = address;
                return null;
            },
        };
        Assert.Null(repository.Approvals);
        Assert.Equal(git.Git("remote", "get-url", "origin"), asked);
    }
}
