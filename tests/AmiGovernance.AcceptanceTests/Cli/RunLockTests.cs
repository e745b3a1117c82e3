using System.Diagnostics;
using AmiGovernance.Cli.Adapters.Files;

namespace AmiGovernance.AcceptanceTests.Cli;

/// <summary>The lock of a clone on a real disk, between processes.</summary>
public sealed class RunLockTests : IDisposable
{
    private const string Lock = "deployments/.lock";

    private readonly string folder = Directory.CreateTempSubdirectory("amigov-lock-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_run_that_is_killed_leaves_no_lock_behind()
    {
        var locks = new DiskRunLocks(folder);
        locks.Take(Lock, "an earlier run", out _)!.Dispose();
        // As the runtime locks files: flock(2), which the kernel takes back.
        const string Hold = """
            import fcntl, sys
            file = open(sys.argv[1], "r+")
            fcntl.flock(file, fcntl.LOCK_EX)
            open(sys.argv[2], "w").write("amigov apply, by alex on build-7")
            print("held", flush=True)
            sys.stdin.read()
            """;
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in new[] { "-c", Hold, At("lock"), At("holder") })
            start.ArgumentList.Add(argument);
        using var other = Process.Start(start)!;
        Assert.Equal("held", other.StandardOutput.ReadLine());

        Assert.Null(locks.Take(Lock, "this run", out var problem));
        Assert.Null(problem);
        Assert.Equal("amigov apply, by alex on build-7", locks.Holder(Lock));
        other.Kill();
        other.WaitForExit();

        using var held = locks.Take(Lock, "this run", out _);
        Assert.NotNull(held);
        Assert.Equal("this run", locks.Holder(Lock));
    }

    [Fact]
    public void A_lock_is_one_run_s_until_its_end_and_git_does_not_see_it()
    {
        var locks = new DiskRunLocks(folder);
        using (locks.Take(Lock, "this run", out _))
            Assert.Null(new DiskRunLocks(folder).Take(Lock, "another run", out _));
        using var next = locks.Take(Lock, "the next run", out _);
        Assert.NotNull(next);
        Assert.Equal("*\n", File.ReadAllText(At(".gitignore")));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_no_lock()
    {
        File.WriteAllText(Path.Combine(folder, "deployments"), "a file");
        Assert.Null(new DiskRunLocks(folder).Take(Lock, "this run", out var problem));
        Assert.NotNull(problem);
        Assert.Empty(new DiskRunLocks(folder).Holder(Lock));
    }

    [Fact]
    public void A_word_of_the_holder_that_cannot_be_written_is_no_other_run_and_holds_nothing()
    {
        Directory.CreateDirectory(At("holder"));
        var locks = new DiskRunLocks(folder);
        Assert.Null(locks.Take(Lock, "this run", out var problem));
        Assert.NotNull(problem);
        Directory.Delete(At("holder"));
        using var held = locks.Take(Lock, "this run", out _);
        Assert.NotNull(held);
    }

    [Fact]
    public void A_lock_whose_folder_was_taken_away_ends_without_a_word()
    {
        var held = new DiskRunLocks(folder).Take(Lock, "this run", out _);
        Directory.Delete(Path.Combine(folder, Lock), recursive: true);
        held!.Dispose();
    }

    private string At(string name) => Path.Combine(folder, Lock, name);
}
