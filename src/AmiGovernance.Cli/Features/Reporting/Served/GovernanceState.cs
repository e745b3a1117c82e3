using System.Runtime.CompilerServices;
using AmiGovernance.Cli.Features.Reporting.Governance;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Reporting.Served;

/// <summary>
/// The state of governance as it was last read: reading an organization takes a while, and pages come at once. It is read again when
/// somebody asks for it, after a decision, and on another day. A reading goes on when the browser that asked for it has gone.
/// </summary>
/// <param name="aws">Null to leave AWS alone.</param>
internal sealed class GovernanceState(CliContext context, GovernanceArguments arguments, GovernancePorts? aws)
    : IDisposable
{
    /// <summary>What is read within it needs no page of its own.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(150);

    private readonly Lock gate = new();
    private Reading? current;
    private bool isOver;

    /// <summary>How far the reading is.</summary>
    public string Said
    {
        get
        {
            lock (gate)
                return current?.Said ?? "";
        }
    }

    public void Dispose()
    {
        lock (gate)
            isOver = true;
        Forget();
    }

    /// <summary>The next page reads again.</summary>
    public void Forget()
    {
        lock (gate)
        {
            current?.Stop();
            current = null;
        }
    }

    /// <summary>However long it takes.</summary>
    public async Task<GovernanceReport> Read(CancellationToken cancel)
    {
        while (true)
        {
            var reading = Now();
            try
            {
                var report = await reading.Report.WaitAsync(cancel);
                if (!reading.IsStopped || isOver)
                    return report;
            }
            catch (OperationCanceledException) when (reading.IsStopped && !cancel.IsCancellationRequested && !isOver)
            {
                // Somebody decided in between: it is read again.
            }
            catch when (reading.Report.IsCompleted)
            {
                Forget(reading);
                throw;
            }
        }
    }

    /// <summary>Null when it takes longer than a page may.</summary>
    public async Task<GovernanceReport?> Soon(CancellationToken cancel)
    {
        var reading = Now().Report;
        await Task.WhenAny(reading, Task.Delay(Grace, context.Time, cancel));
        cancel.ThrowIfCancellationRequested();
        return reading.IsCompleted ? await Read(cancel) : null;
    }

    /// <summary>What is said of the reading that goes on now, until it ends; it begins none.</summary>
    public async IAsyncEnumerable<string> Progress([EnumeratorCancellation] CancellationToken cancel)
    {
        Reading? reading;
        lock (gate)
            reading = current;
        while (reading is { Report.IsCompleted: false })
        {
            var changed = reading.Changed;
            yield return reading.Said;
            await Task.WhenAny(reading.Report, changed).WaitAsync(cancel);
        }
    }

    private Reading Now()
    {
        lock (gate)
        {
            if (current is null || current.Day != arguments.Day(context.Time))
            {
                current?.Stop();
                current = new Reading(context, arguments, aws);
                if (isOver)
                    current.Stop();
            }
            return current;
        }
    }

    private void Forget(Reading failed)
    {
        lock (gate)
            if (current == failed)
                current = null;
    }

    private sealed class Reading : IDisposable
    {
        private readonly CancellationTokenSource end = new();
        private readonly Lock gate = new();
        private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private string said = "reading";
        private volatile bool isStopped;

        public Reading(CliContext context, GovernanceArguments arguments, GovernancePorts? aws)
        {
            Day = arguments.Day(context.Time);
            var read = new ReadGovernance(context with { Told = Say }, arguments with { AsOf = Day });
            Report = Task.Run(() => read.Run(aws, end.Token));
        }

        public DateOnly Day { get; }

        public Task<GovernanceReport> Report { get; }

        public string Said
        {
            get
            {
                lock (gate)
                    return said;
            }
        }

        /// <summary>Ends when something else is said.</summary>
        public Task Changed
        {
            get
            {
                lock (gate)
                    return changed.Task;
            }
        }

        public void Dispose() => end.Dispose();

        /// <summary>Whether what it reads is out of date.</summary>
        public bool IsStopped => isStopped;

        /// <summary>Whoever waits for it is told that it was cancelled.</summary>
        public void Stop()
        {
            if (isStopped)
                return;
            isStopped = true;
            end.Cancel();
            _ = Report.ContinueWith(_ => Dispose(), TaskScheduler.Default);
        }

        private void Say(string text)
        {
            TaskCompletionSource last;
            lock (gate)
            {
                said = text;
                last = changed;
                changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            last.SetResult();
        }
    }
}
