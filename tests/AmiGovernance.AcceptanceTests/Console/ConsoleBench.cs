using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;

namespace AmiGovernance.AcceptanceTests.Console;

/// <summary>
/// A governance repository with a request that waits and recorded launches, an organization that has its policies, and `amigov console`
/// over both, as a person on this machine has it.
/// </summary>
internal sealed class ConsoleBench : IAsyncDisposable
{
    private readonly CancellationTokenSource end = new();
    private readonly SpokenLinks links = new();
    private readonly ExceptionBench exceptions = ExceptionBench.FromStart();
    private Task<int> console = Task.FromResult(0);

    private ConsoleBench() { }

    public GitSandbox Git => exceptions.Git;

    /// <summary>What the page that shows a decision sends back when that is meant: the person and the branch stand in it.</summary>
    public string Meant { get; private set; } = "";

    /// <param name="person">Who sits at the keyboard: the person whom git names.</param>
    /// <param name="isFull">With an exception that people approved, an inventory, and what uses images looked for: slower.</param>
    public static async Task<ConsoleBench> Start(string person, string email, bool isFull = false)
    {
        var bench = new ConsoleBench();
        if (isFull)
            bench.Approved("CLOUD-1240");
        bench.exceptions.Request("CLOUD-1234").Push();
        var git = bench.Git;
        var world = WorldGenerator.Create(new WorldSize(12, 1, 1), new Amigov.FixedTime(git.Now));
        git.Organization = await SandboxServer.Start(world);
        foreach (var file in new[] { "logs", "organization.json", "owners.json" })
            CopyOfBacktest(file, git.Path);
        git.Demand("apply", "--yes", "--reason", "CHG-1");
        git.Amigov("backtest", "logs", "--org", "organization.json", "--owners", "owners.json", "--update-triage");
        if (isFull)
            git.Amigov("images", "scan");
        git.CommitAll("deployed, and findings to decide on");
        git.As(person, email);
        var who = Uri.EscapeDataString($"{person} <{email}>");
        bench.Meant = $"meant=yes&shown-by={who}&shown-branch={git.Git("symbolic-ref", "--short", "HEAD").Trim()}";
        git.Clock = new MovedClock(git);
        string[] words = ["console", "--trail", "logs", "--owners", "owners.json"];
        bench.console = git.Run(
            [.. words, .. isFull ? (string[])["--impact"] : []],
            bench.links,
            TextWriter.Null,
            bench.end.Token
        );
        return bench;
    }

    private void Approved(string ticket)
    {
        const string Account = "333344445555";
        exceptions.Request(ticket, "--account", Account).Approve(ticket).Push();
        Git.Demand("exception", "implement", ticket);
        exceptions.Merge($"exception/{ticket}-account-{Account}");
    }

    private static void CopyOfBacktest(string name, string to)
    {
        var from = RepositoryRoot.File("tests", "data", "golden", "backtest-text", "repo", name);
        Tool.Run("cp", ["-r", from, to]);
    }

    /// <summary>Lets in one browser.</summary>
    public Task<Uri> Link => links.Next;

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await console;
        if (Git.Organization is { } organization)
            await organization.DisposeAsync();
        exceptions.Dispose();
        end.Dispose();
    }

    /// <summary>Shows what the test sets; waiting costs no time.</summary>
    private sealed class MovedClock(GitSandbox git) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => git.Now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }

    /// <summary>The links that the console prints, as they come.</summary>
    private sealed class SpokenLinks : StringWriter
    {
        private readonly Lock gate = new();
        private TaskCompletionSource<Uri> next = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Uri> Next
        {
            get
            {
                lock (gate)
                {
                    var task = next.Task;
                    if (task.IsCompleted)
                        next = new(TaskCreationOptions.RunContinuationsAsynchronously);
                    return task;
                }
            }
        }

        public override void Flush()
        {
            lock (gate)
            {
                var said = ToString();
                GetStringBuilder().Clear();
                foreach (var line in said.Split('\n').Where(l => l.Contains("http://", StringComparison.Ordinal)))
                {
                    var link = new Uri(line[line.IndexOf("http://", StringComparison.Ordinal)..]);
                    if (next.Task.IsCompleted)
                        next = new(TaskCreationOptions.RunContinuationsAsynchronously);
                    next.SetResult(link);
                }
            }
        }
    }
}
