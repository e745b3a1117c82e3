using System.Text;
using AmiGovernance.Cli.Features.Reporting.Governance;
using AmiGovernance.Cli.Features.Reporting.Served;
using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Tests.Features.Reporting;

/// <summary>What the console has read: once for all who ask, and never what was there before somebody decided.</summary>
public sealed class GovernanceStateTests
{
    private const string Config = "config/ami_publishers.json";

    private static readonly GovernanceArguments Arguments = new(
        new JudgementArguments("dist", Config, "triage", UpdatesTriage: false),
        AsOf: null
    );

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static GovernanceState State(HeldFiles files, MovedTime time) =>
        new(BareContext.Of() with { Files = files, Time = time }, Arguments, aws: null);

    private static string Problem(GovernanceReport report) =>
        report.NotRead.Single(gap => gap.StartsWith("exceptions:", StringComparison.Ordinal));

    [Fact]
    public async Task It_is_read_once_and_again_on_another_day()
    {
        var files = new HeldFiles("{\"first\": 1}");
        files.Release();
        var time = new MovedTime();
        using var state = State(files, time);
        var first = await state.Read(Cancel);
        Assert.Same(first, await state.Read(Cancel));
        Assert.Equal(new DateOnly(2026, 1, 3), first.AsOf);
        time.Now = time.Now.AddDays(1);
        var second = await state.Read(Cancel);
        Assert.Equal(new DateOnly(2026, 1, 4), second.AsOf);
        state.Forget();
        Assert.NotSame(second, await state.Read(Cancel));
    }

    [Fact]
    public async Task Who_waits_while_somebody_decides_gets_what_holds_afterwards()
    {
        var files = new HeldFiles("{\"first\": 1}");
        using var state = State(files, new MovedTime());
        var waiting = state.Read(Cancel);
        await files.IsAsked;
        files.Text = "no JSON";
        state.Forget();
        files.Release();
        var later = new HeldFiles("no JSON");
        later.Release();
        using var other = State(later, new MovedTime());
        Assert.Equal(Problem(await other.Read(Cancel)), Problem(await waiting));
        Assert.NotEqual(Problem(await waiting), await First());
    }

    private static async Task<string> First()
    {
        var files = new HeldFiles("{\"first\": 1}");
        files.Release();
        using var state = State(files, new MovedTime());
        return Problem(await state.Read(Cancel));
    }

    [Fact]
    public async Task A_page_does_not_wait_for_long_and_progress_ends_with_the_reading()
    {
        var files = new HeldFiles("{\"first\": 1}");
        using var state = State(files, new MovedTime());
        Assert.Empty(await Told(state));
        Assert.Null(await state.Soon(Cancel));
        await files.IsAsked;
        var told = Told(state);
        Assert.False(told.IsCompleted);
        files.Release();
        Assert.NotEmpty(await told);
        Assert.NotNull(await state.Read(Cancel));
        Assert.Empty(await Told(state));
    }

    private static async Task<List<string>> Told(GovernanceState state)
    {
        var told = new List<string>();
        await foreach (var text in state.Progress(Cancel))
            told.Add(text);
        return told;
    }

    /// <summary>Waiting costs no time here.</summary>
    private sealed class MovedTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }

    /// <summary>A configuration that is read, and given to whoever reads only when the test says so.</summary>
    private sealed class HeldFiles(string text) : IFileStore
    {
        private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Text { get; set; } = text;

        public Task IsAsked => asked.Task;

        public void Release() => released.TrySetResult();

        public bool Exists(string path) => path == Config;

        public IReadOnlyList<string> List(string folder) => [];

        public SourceText? Read(string path, DiagnosticBag bag)
        {
            if (path != Config)
                return new InMemoryFileStore().Read(path, bag);
            var read = Encoding.UTF8.GetBytes(Text);
            asked.TrySetResult();
            released.Task.Wait(Cancel);
            return new SourceText(path, read);
        }

        public bool Write(string folder, IReadOnlyList<GeneratedFile> files, DiagnosticBag bag) => false;

        public bool Append(string path, FileEnd end, ReadOnlyMemory<byte> bytes, DiagnosticBag bag) => false;

        public void Delete(string path) { }
    }
}
