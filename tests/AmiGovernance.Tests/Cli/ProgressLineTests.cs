using AmiGovernance.Cli.Adapters.Trails;
using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Tests.Cli;

/// <summary>A long read is not silent.</summary>
public sealed class ProgressLineTests : IDisposable
{
    /// <summary>Stands still until it is moved; then timers that are due fire.</summary>
    private sealed class ManualTime : TimeProvider
    {
        private readonly List<TimerCallback> timers = [];
        private DateTimeOffset now = new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            timers.Add(callback);
            return base.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public void Pass(int seconds)
        {
            for (var i = 0; i < seconds; i++)
            {
                now = now.AddSeconds(1);
                timers.ForEach(timer => timer(null));
            }
        }
    }

    private readonly ManualTime time = new();
    private readonly StringWriter error = new() { NewLine = "\n" };

    public void Dispose() => error.Dispose();

    private CliContext Context(bool isTerminal = false, bool isQuiet = false)
    {
        var context = new CliContext
        {
            Out = TextWriter.Null,
            Error = error,
            In = TextReader.Null,
            Files = new InMemoryFileStore(),
            OpenText = (_, _) => null,
            Time = time,
            Environment = _ => null,
            ErrorIsTerminal = isTerminal,
        };
        context.Manner.IsQuiet = isQuiet;
        return context;
    }

    [Fact]
    public void A_log_gets_a_line_every_ten_seconds_with_all_that_is_known()
    {
        using var progress = new ProgressLine(Context());
        progress.Report(new ReadProgress("accounts", 20, 0));
        time.Pass(9);
        Assert.Equal("", error.ToString());
        progress.Report(new ReadProgress("accounts", 1240, 5000));
        progress.Report(new ReadProgress("policies", 3, 12));
        time.Pass(1);
        Assert.Equal("read so far: 1,240 of 5,000 accounts, 3 of 12 policies\n", error.ToString());
        time.Pass(10);
        Assert.Equal(2, error.ToString().Count(c => c == '\n'));
    }

    [Fact]
    public void Where_no_answer_came_yet_that_is_said()
    {
        using var progress = new ProgressLine(Context());
        time.Pass(10);
        Assert.Equal("waiting for AWS\n", error.ToString());
    }

    [Fact]
    public void A_read_of_files_waits_for_no_AWS()
    {
        var question = new TrailQuestion(TrailFilter.Everything, [], null);
        _ = ShownScan.Of(Context(), new DiskTrailSource([]), LedgerUnit.Files, question, null, null);
        time.Pass(10);
        Assert.Equal("looking for trail files\n", error.ToString());
    }

    [Fact]
    public void A_read_of_event_histories_looks_for_no_files()
    {
        var question = new TrailQuestion(TrailFilter.Everything, [], null);
        _ = ShownScan.Of(Context(), new DiskTrailSource([]), LedgerUnit.EventHistories, question, null, null);
        time.Pass(10);
        Assert.Equal("looking for accounts and Regions\n", error.ToString());
    }

    [Fact]
    public void A_short_read_says_nothing_and_one_that_is_over_neither()
    {
        var progress = new ProgressLine(Context());
        progress.Report(new ReadProgress("accounts", 20, 0));
        time.Pass(5);
        progress.Dispose();
        time.Pass(60);
        Assert.Equal("", error.ToString());
    }

    [Fact]
    public void Quiet_is_quiet_in_a_log_and_in_a_terminal()
    {
        foreach (var isTerminal in new[] { true, false })
        {
            using var progress = new ProgressLine(Context(isTerminal, isQuiet: true));
            progress.Report(new ReadProgress("accounts", 20, 0));
            time.Pass(60);
        }
        Assert.Equal("", error.ToString());
    }

    [Fact]
    public void In_a_terminal_one_line_rewrites_itself_and_is_gone()
    {
        var progress = new ProgressLine(Context(isTerminal: true));
        progress.Report(new ReadProgress("accounts", 20, 0));
        time.Pass(60);
        progress.Dispose();
        Assert.DoesNotContain('\n', error.ToString());
        Assert.EndsWith("\r", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_option_reaches_the_command_and_its_notices()
    {
        Assert.NotNull(Context().Notice);
        Assert.Null(Context(isQuiet: true).Notice);
    }
}
