using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail;

/// <summary>
/// Says whom policies would have hit: the recorded calls replayed, and put together into findings that a team can be asked about.
/// </summary>
public sealed class BacktestTrail(BacktestInput input)
{
    private static readonly CallKind[] Judged =
    [
        CallKind.Launch,
        CallKind.Creation,
        CallKind.Sharing,
        CallKind.Guardrail,
    ];

    private string FindOwners =>
        input.Owners.WereLookedUp
            ? "AWS shows none of them, for they are gone, or hidden: `amigov discover` knows owners of what still runs;"
                + " `--owners FILE` says it"
            : "`--owners FILE` says it; `--lookup-owners` asks AWS, which tells of images that still exist";

    /// <summary>The question that a scan must answer for it.</summary>
    /// <param name="others">That the calls are judged by, too.</param>
    public static TrailQuestion Question(TrailFilter filter, PolicySet policies, params PolicySet?[] others) =>
        new(filter, Boundaries([policies, .. others]), policies.Declarative?.ExceptionMessage);

    /// <param name="findings">The answer to <see cref="Question"/>.</param>
    public BacktestReport Run(TrailFindings findings)
    {
        findings = findings.AsOf(input.Now);
        var rows = RowPeriods.Split(findings.Rows, Boundaries(AllPolicies));
        var calls = new SplitByAge(input.Owners, AllPolicies).Of(
            new TrailReporter(input.Owners, findings.Sources, input.Organization).Report(rows)
        );
        var launches = calls.Where(c => c.Key is { Kind: CallKind.Launch, HasSucceeded: true }).ToList();
        var hit = Findings(calls);
        ImmutableArray<BacktestFinding> found = [.. hit.Select(h => h.Finding)];
        List<RolledCalls> open =
        [
            .. hit.Where(h => h.Finding.IsOpen).SelectMany(h => h.Hit.Select(c => new RolledCalls(h.Finding, c))),
        ];
        var last = calls.Max(c => c.Last);
        var (shares, weeks) = RollUp(open, launches, hit.SelectMany(h => h.Hit));
        return new BacktestReport(
            findings.Ledger,
            found,
            launches.Sum(c => c.Count),
            new AllowListUse(input.Owners, input.Config).Of(launches)
        )
        {
            ByOwner = ByOwner(found, calls),
            Shares = shares,
            Weeks = weeks,
            Recent = RollUpCalls.AtTheEnd(open, last, LastDay(findings.Ledger)),
            First = calls.Min(c => c.First),
            Last = last,
            Accounts = Accounts(findings.Ledger, calls),
            IsComparison = input.Against is not null,
            LacksEnforcement = input.Enforced.IsUnknown,
            JudgedBy = (input.Enforced.Policies ?? input.Policies).Digest,
            Relieved = Relieved(launches),
        };
    }

    /// <summary>A folder may be named as it likes: no trail ends after today.</summary>
    private DateOnly? LastDay(TrailLedger ledger) =>
        ledger.LastDay is { } day && day > input.Now.Day() ? input.Now.Day() : ledger.LastDay;

    private PolicySet?[] AllPolicies => [input.Policies, input.Against, input.Enforced.Policies];

    private static (ImmutableArray<BacktestShare> Shares, ImmutableArray<LaunchWeek> Weeks) RollUp(
        List<RolledCalls> open,
        List<ReportedCalls> launches,
        IEnumerable<JudgedCalls> hit
    )
    {
        ImmutableArray<BacktestShare> shares = [];
        ImmutableArray<LaunchWeek> weeks = [];
        Parallel.Invoke(
            () => shares = RollUpCalls.ByDimension(open),
            () => weeks = RollUpCalls.ByWeek(launches, [.. hit])
        );
        return (shares, weeks);
    }

    /// <summary>An account whose files hold no call that is judged was looked at all the same.</summary>
    private static ImmutableSortedSet<AccountId> Accounts(TrailLedger ledger, IEnumerable<ReportedCalls> calls) =>
        [
            .. ledger
                .Accounts.Concat(calls.Select(c => c.Key.Account))
                .Distinct(StringComparer.Ordinal)
                .Where(a => AccountId.IsValid(a))
                .Select(AccountId.Parse),
        ];

    private ImmutableArray<(BacktestFinding Finding, ImmutableArray<JudgedCalls> Hit)> Findings(
        ImmutableArray<ReportedCalls> calls
    )
    {
        var members = calls
            .Select(c => c.Key.Account)
            .Concat(input.Organization?.Accounts.Select(a => a.Id.Value) ?? [])
            .ToHashSet(StringComparer.Ordinal);
        var advice = new BacktestAdvice(members, input.Config, knowsAll: input.Organization is not null);
        var ends = new ImageEnds(calls);
        return
        [
            .. Judge(calls)
                .GroupBy(h => (Id: FindingId.Of(h.Calls), h.Judgement.Verdict))
                .Select(g => (Id: g.Key.Id, Hit: g.ToImmutableArray()))
                .Select(g => (Finding: Finding(g.Id, g.Hit, advice, ends), g.Hit))
                .OrderBy(f => f.Finding.Verdict)
                .ThenByDescending(f => f.Finding.Succeeded)
                .ThenByDescending(f => f.Finding.Calls)
                .ThenBy(f => f.Finding.Id, StringComparer.Ordinal),
        ];
    }

    private ImmutableArray<OwnerRollup> ByOwner(
        ImmutableArray<BacktestFinding> findings,
        IEnumerable<ReportedCalls> calls
    )
    {
        // Who calls in an organization's trail belongs to it.
        var members = calls.GroupBy(c => c.Key.Account).ToDictionary(g => g.Key, g => g.First().AccountName);
        foreach (var account in input.Organization?.Accounts ?? [])
            members[account.Id.Value] = account.Name;
        var launches = findings.Where(f => f is { Kind: CallKind.Launch, IsOpen: true });
        return new RollUpOwners(new KnownOwners(members), FindOwners, input.Config).Of(
            launches.Select(f => new RolledFinding(f.Owner, f.Account, f.Succeeded)
            {
                Parameters = Parameters(f),
                IsWithoutImage = f.Owner == ImageOwners.Unknown && f.Images.IsEmpty,
                IsOfTemplates = f.Owner == ImageOwners.Unknown && IsOfTemplates(f),
            })
        );
    }

    private static bool IsOfTemplates(BacktestFinding finding) =>
        !finding.Images.IsEmpty && finding.Images.All(i => LaunchedTemplate.Parse(i) is { CanBeAsked: true });

    private static ImmutableArray<string> Parameters(BacktestFinding finding) =>
        finding.Owner == ImageOwners.Unknown ? [.. finding.Images.Where(CallImages.IsParameter)] : [];

    /// <summary>In the order of the calls. Judged side by side: each call by itself, and nearly all of the work.</summary>
    private IEnumerable<JudgedCalls> Judge(ImmutableArray<ReportedCalls> calls)
    {
        var judge = JudgeNow();
        var before = input.Against is { } against ? Judge(against) : null;
        var judged = new JudgedCalls?[calls.Length];
        Parallel.For(
            0,
            calls.Length,
            i =>
            {
                var call = calls[i];
                if (
                    Judged.Contains(call.Key.Kind)
                    && judge.Judge(call) is { } judgement
                    && IsNew(judgement, before?.Judge(call))
                )
                    judged[i] = new JudgedCalls(call, judgement);
            }
        );
        return judged.OfType<JudgedCalls>();
    }

    private JudgeCalls JudgeNow() => Judge(input.Policies, input.Enforced.Policies);

    private JudgeCalls Judge(PolicySet policies, PolicySet? enforced = null) =>
        new(policies, input.Owners, input.Organization?.ManagementAccount, input.Now) { Enforced = enforced };

    /// <summary>Whether a call is treated worse than before: what was undecided may have been denied, and is so now.</summary>
    private static bool IsNew(Judgement now, Judgement? before) => before is null || now.Verdict < before.Verdict;

    /// <summary>Whether a call is treated better than before: what may be denied still is none of these.</summary>
    private static bool IsRelieved(Judgement before, Judgement? now) =>
        now is null || before.Verdict == Verdict.Denied && now.Verdict == Verdict.Marked;

    /// <summary>Launches that succeeded, and that the policies treat better than the others.</summary>
    private long Relieved(IEnumerable<ReportedCalls> launches)
    {
        if (input.Against is not { } against)
            return 0;
        var (judge, before) = (JudgeNow(), Judge(against));
        return launches.Where(l => before.Judge(l) is { } was && IsRelieved(was, judge.Judge(l))).Sum(l => l.Count);
    }

    private static ImmutableArray<DateTimeOffset> Boundaries(IEnumerable<PolicySet?> policies) =>
        [.. policies.OfType<PolicySet>().SelectMany(p => JudgeCalls.Boundaries(p)).Distinct().Order()];

    private BacktestFinding Finding(string id, ImmutableArray<JudgedCalls> hit, BacktestAdvice advice, ImageEnds ends)
    {
        var finding = BacktestFinding.Of(id, hit);
        finding = finding with
        {
            Triage = input.Triage.Find(id),
            Ended = finding.Kind == CallKind.Launch ? [.. finding.Images.Select(ends.Of).OfType<string>()] : [],
        };
        return finding with { Advice = advice.For(finding) };
    }
}
