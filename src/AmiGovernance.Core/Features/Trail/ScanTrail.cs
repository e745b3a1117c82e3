using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail;

/// <summary>
/// Reads trail files on several threads and counts the watched calls. With a state it can be stopped at any moment and go on later:
/// no file is counted twice or lost.
/// </summary>
public sealed class ScanTrail(ITrailSource source, TrailQuestion question, ITrailState? state, TimeProvider time)
{
    /// <summary>Files that may be read while an earlier one is still being read.</summary>
    private const int MostAhead = 64;

    /// <summary>Watched events of one file that are held until its turn comes.</summary>
    private const int MostHeld = 50_000;

    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(5);

    private readonly TrailScan scan = new(question, state);
    private readonly Lock gate = new();
    private readonly SortedDictionary<long, Action> waiting = [];
    private TaskCompletionSource turn = new();

    /// <summary>
    /// Whether the file whose turn it is has been added in part: then nothing may be saved before it is whole.
    /// </summary>
    private bool partlyAdded;

    /// <summary>Whether a file broke off of which a part is counted: a later run must not go on after it.</summary>
    private bool hasBrokenOff;

    private long next;
    private long saved = time.GetTimestamp();

    /// <summary>Called in turn after each file, with all that was read so far; by one thread at a time.</summary>
    public Action<TrailLedger>? Progress { get; init; }

    public TrailFindings Findings
    {
        get
        {
            lock (gate)
                return scan.Findings();
        }
    }

    /// <summary>Reads what has not been read; the number of files that were read now.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; what had been read is saved.</exception>
    /// <exception cref="IOException">The state cannot be saved, or is damaged.</exception>
    /// <exception cref="AwsException">The files cannot be listed.</exception>
    public async Task<long> Run(CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        (next, turn) = (0, new TaskCompletionSource());
        scan.Begin();
        var before = scan.Ledger.Files;
        await using var files = new SharedListing(source.List(stop.Token));
        Task[] readers =
        [
            .. Enumerable
                .Range(0, source.Concurrency)
                .Select(_ => Task.Run(() => ReadOrStop(files, stop), CancellationToken.None)),
        ];
        await ((Task)Task.WhenAll(readers)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        waiting.Clear();
        if (!partlyAdded && !hasBrokenOff)
            scan.Save();
        // A failure has cancelled the others; it tells more than they do.
        await (readers.FirstOrDefault(r => r.IsFaulted) ?? Task.WhenAll(readers));
        return scan.Ledger.Files - before;
    }

    private async Task ReadOrStop(SharedListing files, CancellationTokenSource stop)
    {
        try
        {
            var reader = new TrailFileReader(question.Filter, question.ExceptionMessage);
            while (await files.Next(stop.Token) is (var index, { } file))
            {
                await Turn(index - MostAhead, stop.Token);
                ReadFile(reader, index, file, stop.Token);
            }
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
    }

    private void ReadFile(TrailFileReader reader, long index, TrailFile file, CancellationToken cancel)
    {
        Action? leave;
        lock (gate)
            (leave, file) = (scan.Leave(file, question.Filter), scan.Recall(file));
        if (leave is not null)
        {
            Complete(index, leave);
            return;
        }

        var events = new List<ReadCall>();
        var end = ReadEvents(reader, index, file, events, cancel);
        cancel.ThrowIfCancellationRequested();
        Complete(
            index,
            () =>
            {
                scan.Add(events);
                end();
                partlyAdded = false;
            }
        );
    }

    /// <summary>What to note of the file when its turn comes.</summary>
    private Action ReadEvents(
        TrailFileReader reader,
        long index,
        TrailFile file,
        List<ReadCall> events,
        CancellationToken cancel
    )
    {
        var counted = 0L;
        void Hold(TrailEvent call)
        {
            cancel.ThrowIfCancellationRequested();
            events.Add(scan.Prepare(call));
            if (events.Count < MostHeld)
                return;
            counted += events.Count;
            AddPart(index, events, cancel);
        }

        try
        {
            var reading = reader.Read(() => new StoppableStream(source.Open(file, cancel), cancel), Hold);
            return () => scan.Finish(file, reading);
        }
        catch (AwsException e)
        {
            return BreakOff(file, e.Failure.Summary, events, counted);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return BreakOff(file, e.Message, events, counted);
        }
    }

    /// <summary>Whole or not at all, so that a later run can read it again; where that is too late, nothing more is saved.</summary>
    private Action BreakOff(TrailFile file, string reason, List<ReadCall> events, long counted)
    {
        events.Clear();
        if (counted == 0)
            return () => scan.Unreadable(file, reason);
        return () =>
        {
            hasBrokenOff = true;
            scan.BrokenOff(file, reason, counted);
        };
    }

    /// <summary>Few files are so full; the others wait meanwhile.</summary>
    private void AddPart(long index, List<ReadCall> events, CancellationToken cancel)
    {
        Turn(index, cancel).GetAwaiter().GetResult();
        lock (gate)
        {
            partlyAdded = true;
            scan.Add(events);
        }
        events.Clear();
    }

    /// <summary>Waits until all files before this one have been added.</summary>
    private async Task Turn(long index, CancellationToken cancel)
    {
        while (true)
        {
            Task changed;
            lock (gate)
            {
                if (next >= index)
                    return;
                changed = turn.Task;
            }
            await changed.WaitAsync(cancel);
        }
    }

    private void Complete(long index, Action add)
    {
        lock (gate)
        {
            waiting[index] = add;
            if (index != next)
                return;
            while (waiting.Remove(next, out var ready))
            {
                ready();
                next++;
                Progress?.Invoke(scan.Ledger);
            }
            var moved = turn;
            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            moved.TrySetResult();
            SaveNowAndThen();
        }
    }

    private void SaveNowAndThen()
    {
        if (state is null || hasBrokenOff || time.GetElapsedTime(saved) < SaveEvery)
            return;
        scan.Save();
        saved = time.GetTimestamp();
    }
}
