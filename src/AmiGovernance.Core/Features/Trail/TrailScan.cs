using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Features.Trail.Templates;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail;

/// <summary>
/// What has been read so far. Files are added in the order of their names, whichever was read first, so that the same files give the
/// same answer; what one file held is added as a whole.
/// </summary>
internal sealed class TrailScan
{
    /// <summary>Of the files that were read, in this run and before.</summary>
    private TrailLedger kept = new();

    /// <summary>Of the files that this run did not read; the next one meets them again.</summary>
    private TrailLedger unread = new();

    /// <summary>Files that are in <see cref="kept"/> and that this run's listing has.</summary>
    private long met;

    private readonly TrailTable table;
    private readonly SeenEvents seen = new();
    private readonly CountedEvents counted = new();
    private readonly ImageSources sources = new();
    private readonly string question;
    private readonly List<UInt128> newlySeen = [];
    private readonly List<TrailFile> newlyRead = [];
    private readonly ITrailState? state;

    /// <summary>Of whose events nothing was needed yet; null once it was, and where there is none.</summary>
    private TrailSnapshot? earlier;

    /// <summary>Whether the state holds all that was read.</summary>
    private bool isSaved;

    /// <summary>Of the file at hand: events that were corrected, and count all the same.</summary>
    private long lateCorrections;

    /// <summary>Of the file at hand: corrections that hold only what they change, of events that nobody knows.</summary>
    private long partCorrections;

    public TrailScan(TrailQuestion asked, ITrailState? state)
    {
        this.state = state;
        question = asked.Text;
        table = new TrailTable(asked.WithinDays, asked.ExceptionMessage, noteChanges: state is not null);
        if (state?.Load() is not { } saved)
            return;
        kept = saved.Ledger;
        table.Load(saved.Rows, saved.Ledger.Folded, saved.Ledger.Grain);
        (earlier, isSaved) = (saved, true);
        foreach (var (key, value) in saved.Sources)
            sources.Load(key, value);
    }

    public TrailLedger Ledger =>
        kept with
        {
            NotThereNow = kept.Files - met,
            NotReadNow = unread.GapCount,
            Skipped = unread.Skipped,
            OtherAccounts = unread.OtherAccounts,
            Gaps = [.. kept.Gaps.AddRange(unread.Gaps).Take(TrailLedger.MostGaps)],
            GapCount = kept.GapCount + unread.GapCount,
        };

    public void Begin() => (unread, met) = (new TrailLedger(), 0);

    /// <summary>
    /// What to note of a file that is not to be read, when its turn comes; null when it is to be read.
    /// </summary>
    public Action? Leave(TrailFile file, TrailFilter filter)
    {
        if (file.SkipReason is { } reason)
            return () => unread = unread.Skip(reason);
        if (file.Problem is { } problem)
            return () => Unreadable(file, problem);
        var place = TrailPlace.Of(file.Name);
        if (!filter.MayHold(place))
            return () => unread = Other(place, filter);
        if (file.Grows || state?.WhenRead(file.Name) is not { } before)
            return null;
        if (before == file)
            return () =>
            {
                met++;
                unread = unread.Skip("read before");
            };
        // Its events cannot be told from those that were added.
        return () =>
        {
            met++;
            unread = unread.Gap(
                new TrailGap(file.Name, "it has changed since it was read; what was added is not counted")
            );
        };
    }

    private TrailLedger Other(TrailPlace place, TrailFilter filter)
    {
        const string Reason = "of other accounts, Regions or days";
        var isOfAnother = place.Account.Length > 0 && !filter.IncludesAccount(place.Account);
        return isOfAnother ? unread.SkipOther(place.Account, Reason) : unread.Skip(Reason);
    }

    /// <summary>With what is known of it from an earlier run.</summary>
    public TrailFile Recall(TrailFile file) => file.Grows ? file with { Before = state?.WhenRead(file.Name) } : file;

    public void Unreadable(TrailFile file, string reason) =>
        unread = unread.Gap(new TrailGap(file.Name, $"it cannot be read: {reason}"));

    /// <param name="counted">Calls of its beginning that were added.</param>
    public void BrokenOff(TrailFile file, string reason, long counted)
    {
        var calls = Quantity.Of(counted, "call of its beginning is", "calls of its beginning are");
        unread = unread.Gap(new TrailGap(file.Name, $"it cannot be read to its end: {reason}; {calls} counted"));
    }

    /// <summary>What a call counts as; asked by each thread that reads, for it is most of the work.</summary>
    public ReadCall Prepare(TrailEvent call)
    {
        var known = WatchedCalls.Find(call.Source, call.Name);
        var isCounted = known is not null && known.Kind != CallKind.LaunchTemplate;
        return new ReadCall(call.Id, call.Time, isCounted ? table.Keys(call, known!) : [])
        {
            Corrects = call.Corrects,
            Told = call.Told,
            Lesson = known is not null && ImageSources.Teaches(call, known.Kind) ? call : null,
        };
    }

    public void Add(IEnumerable<ReadCall> calls)
    {
        RecallEvents();
        var (watched, duplicates, corrections) = (0L, 0L, 0L);
        foreach (var call in calls)
        {
            if (!IsNew(call.Id))
            {
                duplicates++;
                continue;
            }
            watched++;
            if (call.Corrects is not { } original || original == call.Id)
            {
                Count(call);
                continue;
            }
            corrections++;
            var taken = TakeBack(original, call.Time);
            watched -= taken is null ? 0 : 1;
            if (taken is null && !call.Told.Parameters)
                partCorrections++;
            Count(taken is null ? call : call.CompletedBy(taken));
        }
        kept = kept with
        {
            Counts =
                kept.Counts
                + new TrailCounts
                {
                    Watched = watched,
                    Duplicates = duplicates,
                    Corrections = corrections,
                },
            Folded = table.Folded,
            Grain = table.Grain,
        };
    }

    private void RecallEvents()
    {
        isSaved = false;
        if (earlier is not { } saved)
            return;
        earlier = null;
        foreach (var id in saved.Seen)
            seen.Add(id);
        foreach (var one in saved.Counted.GroupBy(c => c.Id))
            counted.Add(one.Key, null, [.. one.Select(c => c.Key)]);
    }

    private void Count(ReadCall call)
    {
        if (call.Lesson is { } lesson)
            sources.Learn(lesson);
        foreach (ref var key in call.Keys.AsSpan())
            key = table.Add(key, call.Time);
        if ((call.Corrects ?? call.Id) is { } id)
            counted.Add(id, call.Corrects is null ? null : call.Id, call.Keys);
    }

    /// <summary>
    /// An event that has been read is counted no more; one that comes later is a duplicate. By what it was counted; null when it was not.
    /// </summary>
    private TrailKey[]? TakeBack(UInt128 original, DateTimeOffset? time)
    {
        if (seen.Add(original))
        {
            if (state is not null)
                newlySeen.Add(original);
            return null;
        }
        if (counted.Take(original) is { } keys && Array.TrueForAll(keys, key => table.Remove(key, time)))
            return keys;
        lateCorrections++;
        return null;
    }

    /// <summary>An event without an id cannot be told from its duplicates, and counts.</summary>
    private bool IsNew(UInt128? known)
    {
        if (known is not { } id)
            return true;
        if (!seen.Add(id))
            return false;
        if (state is not null)
            newlySeen.Add(id);
        return true;
    }

    /// <summary>Ends a file whose events have been added.</summary>
    public void Finish(TrailFile file, FileReading reading)
    {
        RecallEvents();
        var account = TrailPlace.OfGap(file.Name).Account;
        met++;
        kept = kept with
        {
            Accounts = account.Length > 0 ? kept.Accounts.Add(account) : kept.Accounts,
            Files = kept.Files + (file.Before is null ? 1 : 0),
            EmptyFiles = kept.EmptyFiles + (reading.IsEmpty ? 1 : 0),
            LastDay = Later(kept.LastDay, reading.Counts.Records > 0 ? TrailPlace.Of(file.Name).Day : null),
            Counts = kept.Counts + reading.Counts,
        };
        // An event history may well be empty; CloudTrail writes no file without events.
        if (reading is { Counts.Records: 0, Gaps.IsEmpty: true, IsCheck: false } && !file.Grows)
            kept = kept.Gap(new TrailGap(file.Name, reading.IsEmpty ? "it is empty" : "it holds no event"));
        foreach (var gap in reading.Gaps)
            kept = kept.Gap(new TrailGap(file.Name, gap));
        if (lateCorrections > 0)
            kept = kept.Gap(new TrailGap(file.Name, Late(lateCorrections)));
        if (partCorrections > 0)
            kept = kept.Gap(new TrailGap(file.Name, InPart(partCorrections)));
        (lateCorrections, partCorrections) = (0, 0);
        newlyRead.Add(file);
    }

    private static DateOnly? Later(DateOnly? one, DateOnly? other) => one > other || other is null ? one : other;

    private static string Late(long corrections) =>
        $"{Quantity.Of(corrections, "correction", "corrections")} of events that were read too long before to be taken back: "
        + "both count";

    private static string InPart(long corrections) =>
        $"{Quantity.Of(corrections, "correction", "corrections")} that held only what changed, of events that were not read before: "
        + "what was called, and on which image, is not known";

    /// <summary>Only between files.</summary>
    public void Save()
    {
        if (state is null || isSaved)
            return;
        state.Save(
            new TrailProgress(question, kept, [.. newlyRead], table.TakeChanged(), [.. newlySeen], sources.TakeNew())
            {
                Gone = table.TakeGone(),
                Counted = [.. counted.All],
            }
        );
        newlyRead.Clear();
        newlySeen.Clear();
        isSaved = true;
    }

    public TrailFindings Findings()
    {
        var ledger = Ledger;
        // Where a gap is, there may be the change of a launch template that matters.
        var namesAllGaps = ledger.GapCount <= ledger.Gaps.Length;
        List<TrailPlace> gaps = namesAllGaps
            ? [.. ledger.Gaps.Select(g => TrailPlace.OfGap(g.File)).Distinct()]
            : [TrailPlace.Anywhere];
        var history = new TemplateHistory(sources, (account, region) => !gaps.Exists(g => g.MayBe(account, region)));
        return new TrailFindings(ledger, TrailFindings.Sort(history.Resolve(table.Rows)), sources);
    }
}
