using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Upkeep;
using AmiGovernance.Core.Features.Watch.Denials;
using AmiGovernance.Core.Features.Writers;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Watch;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>
/// Holds an organization to its repository, one look at a time. What a look needs of the one before is in the store, so that the process
/// may end at any moment and another may take its place. Nothing that goes wrong outside ends it: it is told.
/// </summary>
/// <param name="ports">What is watched, and by what people are told.</param>
/// <param name="request">How.</param>
/// <param name="clock">This machine's.</param>
public sealed class WatchOrganization(WatchPorts ports, WatchRequest request, TimeProvider clock)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan RepairsCount = TimeSpan.FromHours(1);

    private readonly WatchTime time = new(clock);
    private readonly WatchMemory memory = new(ports.Store, request, clock);
    private readonly KeptFiles files = new(ports.Repository.Files, ports.Store);

    private ReadPolicyHistory History => field ??= new ReadPolicyHistory(ports.Identity, ports.Events, time);

    private PlanUpkeep Upkeep =>
        field ??= new PlanUpkeep(
            ports.Organizations,
            History,
            files,
            ports.Repository.Commits,
            time,
            request.ConfigPath
        );

    private TrailBesideLooks? Trail =>
        field ??= ports.Trail is null
            ? null
            : new TrailBesideLooks(
                new FollowTrail(ports.Trail, Names, time) { Ahead = TrailAhead },
                request.TrailInterval,
                request.WaitsForTrail,
                time
            );

    /// <summary>Of the time, which may follow that clock already.</summary>
    private TimeSpan TrailAhead() => ports.TrailAhead() is { } ahead ? ahead - time.Behind : TimeSpan.Zero;

    private AccountNames Names => field ??= new AccountNames(ports.Organizations, time);

    private AccountContacts Contacts => field ??= new AccountContacts(ports.Contacts, Names, time);

    private TakeCarriedDeployments Carried => field ??= new TakeCarriedDeployments(History, files, time);

    private List<WatchCondition> conditions = [];
    private List<WatchNews> news = [];

    /// <summary>Looks once, and does what is due.</summary>
    /// <param name="cancel">Ends the look between two steps.</param>
    public async Task<TickReport> Run(CancellationToken cancel)
    {
        (conditions, news) = ([], []);
        var leader = await memory.Take(cancel);
        time.SetBy(ports.Store.Ahead ?? ports.TrailAhead());
        var report = new TickReport(time.GetUtcNow()) { Leader = leader };
        if (leader is not null)
            return report;

        Refresh();
        await Restore(cancel);
        var held = await Hold(cancel);
        if (memory.MustWait)
            return report with
            {
                Held = held,
                Waits = true,
                Open = memory.State.Open,
                Unsent = memory.State.Outbox.Length,
            };
        return await Tell(report with { Held = held }, held, cancel);
    }

    /// <summary>
    /// Whether this process may change anything: it leads, and has all that was recorded before, so that the record gets no second end.
    /// </summary>
    private bool MayChange => memory.Leads && files.IsWhole;

    private async Task<TickReport> Tell(TickReport report, HeldOrganization held, CancellationToken cancel)
    {
        TellOf(held);
        await TakeCarried(held, cancel);
        var (followed, denied) = await Follow(held, cancel);
        // Another process may run them: reminders are not to come twice.
        var jobs = memory.Leads
            ? await new RunJobs(ports.Jobs, request.Jobs, time).Run(memory.State.Jobs, cancel)
            : memory.State.Jobs;
        conditions.AddRange(RunJobs.Conditions(jobs));
        await Publish(cancel);
        TellOfStoreAndClock();
        conditions.AddRange(BrokenChannels.Before(memory.State));
        var contacts = await FindContacts(cancel);
        var state = AfterRepairs(followed, held) with
        {
            LastLook = held.Looked ? report.At : memory.State.LastLook,
            Jobs = jobs,
            Head = ports.Repository.Head ?? memory.State.Head,
        };
        state = TellPeople.Run(state, conditions, news, request.Recipients, time.GetUtcNow());
        state = TellPeople.Contacts(state, news, contacts, time.GetUtcNow());
        await memory.Save(state, cancel);
        var sent = await Send(cancel);
        return report with
        {
            Denied = denied,
            Open = memory.State.Open,
            Sent = sent,
            Unsent = memory.State.Outbox.Length,
        };
    }

    /// <summary>How many messages were taken. Of a way to people that takes none the others tell with the next look.</summary>
    private async Task<int> Send(CancellationToken cancel)
    {
        var (sent, refused) = await new SendMessages(ports.Channels, time).Run(memory, cancel);
        var wereBroken = conditions.RemoveAll(c => BrokenChannels.IsOne(c.Key)) > 0;
        if (refused.IsEmpty && !wereBroken)
            return sent;
        conditions.AddRange(BrokenChannels.Of(refused));
        var state = TellPeople.Run(memory.State, conditions, [], request.Recipients, time.GetUtcNow());
        await memory.Save(state, cancel);
        return sent;
    }

    /// <summary>The state with what is known of the trail now, and the denied calls that came, told before or not.</summary>
    private async Task<(WatchState State, ImmutableArray<DeniedCalls> Denied)> Follow(
        HeldOrganization held,
        CancellationToken cancel
    )
    {
        if (Trail is not { } trail || held.Seen is not { } seen)
            return (memory.State, []);
        var found = await trail.Take(
            memory.State.TrailReadUntil,
            () => DeployedGuardrails.Of(seen, time.Today(), files),
            cancel
        );
        if (TrailConditions.Of(trail.Last) is { } trouble)
            conditions.Add(trouble);
        if (found is null)
            return (memory.State, []);
        var (state, untold) = ToldDenials.Run(memory.State, found, time.GetUtcNow());
        news.AddRange(untold.Select(d => new WatchNews(d.Summary, d.Details) { Accounts = [d.Account] }));
        return (state, found.Denied);
    }

    /// <summary>What cannot be had from the remote is watched as it was last.</summary>
    private void Refresh()
    {
        try
        {
            ports.Repository.Refresh(memory.State.Head);
        }
        catch (GitException e)
        {
            conditions.Add(
                new WatchCondition(
                    "repository",
                    PlainText.Of($"the repository cannot be brought up to date"),
                    PlainText.Of($"{e.Message}\n")
                )
                {
                    Grace = TimeSpan.FromMinutes(15),
                }
            );
        }
    }

    private async Task Restore(CancellationToken cancel)
    {
        if (!memory.Leads)
            return;
        var bag = new DiagnosticBag();
        try
        {
            await files.Restore(bag, cancel);
        }
        catch (WatchStoreException e)
        {
            conditions.Add(NotKept(e));
        }
        if (bag.HasErrors)
            conditions.Add(
                UpkeepConditions.Of("record", PlainText.Of($"the record cannot be put back here"), bag.ToSorted())
            );
    }

    /// <summary>A second look tells whether what failed was a moment's.</summary>
    private async Task<HeldOrganization> Hold(CancellationToken cancel)
    {
        if (await TryHold(isLast: false, cancel) is { } held)
            return held;
        await Task.Delay(BetweenLooks, time, cancel);
        return await TryHold(isLast: true, cancel) ?? new HeldOrganization(Looked: false);
    }

    private async Task<HeldOrganization?> TryHold(bool isLast, CancellationToken cancel)
    {
        try
        {
            return await Look(cancel);
        }
        catch (Exception e) when (UpkeepConditions.WhyNotLooked(e) is { } why)
        {
            NotLooked(isLast, why);
            return null;
        }
    }

    private void NotLooked(bool isLast, PlainText why)
    {
        if (isLast)
            conditions.Add(
                new WatchCondition(
                    "not-looked",
                    PlainText.Of($"nobody watches: the organization cannot be looked at"),
                    why + PlainText.Of($"until it can, exceptions do not end and changes are not seen\n")
                )
            );
    }

    private Task<HeldOrganization> Look(CancellationToken cancel)
    {
        if (ports.Repository.Head is not { } head)
            throw new GitException("git fetch", "the repository was never read");
        var repairs = request.Repairs && !memory.State.RepairsStopped ? Recent(memory.State).Length : (int?)null;
        var hold = new HoldOrganization(ports.Organizations, ports.Identity, files, Upkeep, time)
        {
            MayChange = MayChange,
        };
        return hold.Run(head, repairs, cancel);
    }

    private void TellOf(HeldOrganization held)
    {
        conditions.AddRange(held.Conditions);
        news.AddRange(
            held.Ended.Select(e => new WatchNews(Ended(e), PlainText.Empty) { Accounts = Concerned(e, held.Seen) })
        );
        news.AddRange(
            held.Repaired.Select(d => new WatchNews(PlainText.Of($"put back: {d.What}"), UpkeepConditions.By(d)))
        );
        if (memory.State.RepairsStopped && held is { Drifts.IsEmpty: false, StopsRepairs: false })
            conditions.Add(UpkeepConditions.Fight(held.Drifts));
    }

    private async Task TakeCarried(HeldOrganization held, CancellationToken cancel)
    {
        if (!MayChange || held.Seen is not { } seen)
            return;
        var (taken, trouble) = await Carried.Run(seen, cancel);
        news.AddRange(taken);
        if (trouble is not null)
            conditions.Add(trouble);
    }

    private async Task<ImmutableDictionary<string, string>> FindContacts(CancellationToken cancel)
    {
        var found = await Contacts.Of(news, cancel);
        if (Contacts.Trouble is { } trouble)
            conditions.Add(trouble);
        return found;
    }

    /// <summary>Those that could launch the images, and whose they are.</summary>
    private static ImmutableArray<string> Concerned(RenderDate ended, PlannedUpkeep? seen) =>
        [
            ended.Account,
            .. (seen?.Config?.Exceptions ?? [])
                .Where(e => e.AccountId.Value == ended.Account && e.ExpiresOn == ended.On)
                .SelectMany(e => e.UsableBy.Select(account => account.Value)),
        ];

    private static PlainText Ended(RenderDate ended) => PlainText.Of($"{EndedExceptions.Text(ended)}");

    /// <summary>Once all is as it was deployed, what is changed next is put back again.</summary>
    private WatchState AfterRepairs(WatchState state, HeldOrganization held)
    {
        var recent = Recent(state);
        var isCalm = held is { Looked: true, Drifts.IsEmpty: true, Repaired.IsEmpty: true } && recent.IsEmpty;
        return state with
        {
            Repairs = held.Repaired.IsEmpty ? recent : recent.Add(time.GetUtcNow()),
            RepairsStopped = held.StopsRepairs || (state.RepairsStopped && !isCalm),
        };
    }

    private ImmutableArray<DateTimeOffset> Recent(WatchState state) =>
        [.. state.Repairs.Where(at => time.GetUtcNow() - at < RepairsCount)];

    private async Task Publish(CancellationToken cancel)
    {
        if (!MayChange)
            return;
        try
        {
            ports.Repository.Publish("chore: Record what the watch did [skip ci]");
            if (ports.Repository.Head is { } head)
                await files.Forget(ports.Repository.Commits, head, cancel);
        }
        catch (GitException e)
        {
            conditions.Add(
                new WatchCondition(
                    "publish",
                    PlainText.Of($"what the watch recorded cannot be pushed: until it is, nobody else can deploy"),
                    PlainText.Of($"{e.Message}\nit is kept in the store, below `record/`\n")
                )
                {
                    Grace = TimeSpan.FromMinutes(15),
                }
            );
        }
        catch (WatchStoreException e)
        {
            conditions.Add(NotKept(e));
        }
    }

    private void TellOfStoreAndClock()
    {
        if (memory.Trouble is { } trouble)
            conditions.Add(trouble);
        if (time.Behind.Duration() >= TimeSpan.FromMinutes(1))
            conditions.Add(
                new WatchCondition(
                    "clock",
                    ports.Store.Ahead is null
                        ? PlainText.Of($"the clock of this machine is wrong: that of the trail's bucket is followed")
                        : PlainText.Of($"the clock of this machine is wrong: that of the store is followed"),
                    PlainText.Of($"they are {(int)time.Behind.TotalSeconds} seconds apart\n")
                )
            );
    }

    private static WatchCondition NotKept(WatchStoreException e) =>
        new("kept", PlainText.Of($"what the store keeps of the record cannot be read"), PlainText.Of($"{e.Message}\n"))
        {
            Grace = TimeSpan.FromMinutes(15),
        };
}
