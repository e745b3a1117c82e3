using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>By what open findings are put together.</summary>
public enum RollupDimension
{
    /// <summary>The organizational unit; only where the organization is known.</summary>
    Unit,

    Account,

    Principal,

    /// <summary>What is proposed: a <see cref="TriageOutcome"/>, or to find out something first.</summary>
    Advice,
}

public static class RollupDimensions
{
    public static EnumNames<RollupDimension> Names { get; } =
        new(
            (RollupDimension.Unit, "ou"),
            (RollupDimension.Account, "account"),
            (RollupDimension.Principal, "principal"),
            (RollupDimension.Advice, "advice")
        );

    public static string Name(this RollupDimension dimension) => Names.Of(dimension);
}

/// <summary>Open findings that have something in common.</summary>
/// <param name="Label">What they have in common.</param>
/// <param name="Succeeded">Calls that did, and would stop working.</param>
/// <param name="Last">The last of all calls.</param>
public sealed record BacktestShare(
    RollupDimension By,
    string Label,
    long Findings,
    long Succeeded,
    long Accounts,
    DateTimeOffset? Last
);

/// <summary>The launches of seven days.</summary>
/// <param name="Monday">The first day, in UTC.</param>
/// <param name="All">Launches that succeeded, whatever their image.</param>
/// <param name="Denied">Of these, what a layer would have denied.</param>
/// <param name="Marked">Of these, what audit mode would have marked, and enforcement denied.</param>
/// <param name="Undecided">Of these, what depends on something that no record tells.</param>
public sealed record LaunchWeek(DateOnly Monday, long All, long Denied, long Marked, long Undecided);

/// <summary>What was still called at the end of the trail.</summary>
/// <param name="From">The first of the last seven days.</param>
/// <param name="To">The last day of the trail where its files tell it, else that of the last call.</param>
/// <param name="Findings">Open ones with calls in these days.</param>
/// <param name="Succeeded">Their calls in these days that did.</param>
public sealed record StillHappening(DateOnly From, DateOnly To, long Findings, long Succeeded)
{
    /// <summary>Whether the trail is known to end there; else it may go on without calls that are watched.</summary>
    public bool IsEndOfTrail { get; init; }
}

/// <summary>Puts the calls of findings together: by what they have in common, by week, and those of the last days.</summary>
internal static class RollUpCalls
{
    /// <summary>A record may claim any year: longer trends are cut at their beginning.</summary>
    private const int MostWeeks = 1_000;

    /// <summary>Each dimension by itself, what hits most first.</summary>
    public static ImmutableArray<BacktestShare> ByDimension(IReadOnlyCollection<RolledCalls> open) =>
        [
            .. Shares(RollupDimension.Unit, open, c => c.Calls.Calls.OrganizationalUnit),
            .. Shares(RollupDimension.Account, open, c => AccountLabel(c.Finding)),
            .. Shares(RollupDimension.Principal, open, c => c.Calls.Calls.Key.Caller),
            .. Shares(RollupDimension.Advice, open, c => c.Finding.Advice.Outcome?.Name() ?? "find_out_first"),
        ];

    /// <summary>Weeks without launches between others are there too. Launches without a readable time are in none.</summary>
    /// <param name="launches">All that succeeded.</param>
    /// <param name="hit">Of findings, open or not.</param>
    public static ImmutableArray<LaunchWeek> ByWeek(
        IEnumerable<ReportedCalls> launches,
        IReadOnlyCollection<JudgedCalls> hit
    )
    {
        var all = CallWeeks.Of(launches.Select(l => l.Days));
        if (all.Count == 0)
            return [];
        var (first, last) = (all.Keys.First(), all.Keys.Last());
        var denied = Weeks(hit, Verdict.Denied);
        var marked = Weeks(hit, Verdict.Marked);
        var undecided = Weeks(hit, Verdict.Undecided);
        var weeks = Math.Min(MostWeeks, (last.DayNumber - first.DayNumber) / CallWeeks.Days + 1);
        return
        [
            .. Enumerable
                .Range(1 - weeks, weeks)
                .Select(week => last.AddDays(week * CallWeeks.Days))
                .Select(monday => new LaunchWeek(
                    monday,
                    all.GetValueOrDefault(monday),
                    denied.GetValueOrDefault(monday),
                    marked.GetValueOrDefault(monday),
                    undecided.GetValueOrDefault(monday)
                )),
        ];
    }

    /// <summary>Null when no call has a readable time.</summary>
    /// <param name="open">Of open findings.</param>
    /// <param name="last">Of all calls that were recorded and are watched.</param>
    /// <param name="lastDay">Of the trail; null when it is not known.</param>
    public static StillHappening? AtTheEnd(
        IReadOnlyCollection<RolledCalls> open,
        DateTimeOffset? last,
        DateOnly? lastDay
    )
    {
        if (last is not { } end)
            return null;
        var lastCall = DateOnly.FromDateTime(end.UtcDateTime);
        var to = lastDay > lastCall ? lastDay.Value : lastCall;
        var from = to.AddDays(1 - Math.Min(CallWeeks.Days, to.DayNumber + 1));
        var recent = open.Select(o =>
                (o.Finding, o.Calls.Calls.Key.HasSucceeded, Calls: Since(o.Calls.Calls.Days, from))
            )
            .Where(o => o.Calls > 0)
            .ToList();
        return new StillHappening(
            from,
            to,
            recent.DistinctBy(r => KeyOf(r.Finding)).Count(),
            recent.Where(r => r.HasSucceeded).Sum(r => r.Calls)
        )
        {
            IsEndOfTrail = lastDay is not null,
        };
    }

    /// <summary>The calls of one name are a finding for each verdict: as the findings themselves are counted.</summary>
    private static (string, Verdict) KeyOf(BacktestFinding finding) => (finding.Id, finding.Verdict);

    private static long Since(DayCounts days, DateOnly from) => days.Where(d => d.Day >= from).Sum(d => d.Count);

    private static string AccountLabel(BacktestFinding finding) =>
        finding.AccountName.Length > 0 ? $"{finding.Account} {finding.AccountName}" : finding.Account;

    private static IEnumerable<BacktestShare> Shares(
        RollupDimension by,
        IEnumerable<RolledCalls> open,
        Func<RolledCalls, string> label
    ) =>
        open.GroupBy(label, StringComparer.Ordinal)
            .Where(g => g.Key.Length > 0)
            .Select(g => new BacktestShare(
                by,
                g.Key,
                g.DistinctBy(c => KeyOf(c.Finding)).Count(),
                g.Where(c => c.Calls.Calls.Key.HasSucceeded).Sum(c => c.Calls.Calls.Count),
                g.Select(c => c.Finding.Account).Distinct().Count(),
                g.Max(c => c.Calls.Calls.Last)
            ))
            .OrderByDescending(s => s.Succeeded)
            .ThenByDescending(s => s.Findings)
            .ThenBy(s => s.Label, StringComparer.Ordinal);

    private static SortedDictionary<DateOnly, long> Weeks(IEnumerable<JudgedCalls> hit, Verdict verdict) =>
        CallWeeks.Of(
            hit.Where(h =>
                    h.Judgement.Verdict == verdict && h.Calls.Key is { Kind: CallKind.Launch, HasSucceeded: true }
                )
                .Select(h => h.Calls.Days)
        );
}

/// <summary>Calls and the finding that they are part of.</summary>
internal sealed record RolledCalls(BacktestFinding Finding, JudgedCalls Calls);
