using System.Collections.Immutable;
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

    private const string FindOwners =
        "`--owners FILE` says it; `--lookup-owners` asks AWS, which tells of images that still exist";

    /// <summary>The question that a scan must answer for it.</summary>
    public static TrailQuestion Question(TrailFilter filter, PolicySet policies) =>
        new(filter, JudgeCalls.Boundaries(policies), policies.Declarative?.ExceptionMessage);

    /// <param name="findings">The answer to <see cref="Question"/>.</param>
    public BacktestReport Run(TrailFindings findings)
    {
        var calls = new TrailReporter(input.Owners, findings.Sources, input.Organization).Report(findings.Rows);
        var launches = calls.Where(c => c.Key is { Kind: CallKind.Launch, HasSucceeded: true }).ToList();
        var found = Findings(calls);
        return new BacktestReport(
            findings.Ledger,
            found,
            launches.Sum(c => c.Count),
            new AllowListUse(input.Owners, input.Config).Of(launches)
        )
        {
            ByOwner = ByOwner(found, calls),
            First = calls.Min(c => c.First),
            Last = calls.Max(c => c.Last),
        };
    }

    private ImmutableArray<BacktestFinding> Findings(ImmutableArray<ReportedCalls> calls)
    {
        var members = calls
            .Select(c => c.Key.Account)
            .Concat(input.Organization?.Accounts.Select(a => a.Id.Value) ?? [])
            .ToHashSet(StringComparer.Ordinal);
        var advice = new BacktestAdvice(members, input.Config);
        var ends = new ImageEnds(calls);
        return
        [
            .. Judge(calls)
                .GroupBy(h => (Id: FindingId.Of(h.Calls), h.Judgement.Verdict))
                .Select(g => Finding(g.Key.Id, [.. g], advice, ends))
                .OrderBy(f => f.Verdict)
                .ThenByDescending(f => f.Succeeded)
                .ThenByDescending(f => f.Calls)
                .ThenBy(f => f.Id, StringComparer.Ordinal),
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
        return new RollUpOwners(new KnownOwners(members), FindOwners).Of(
            launches.Select(f => new RolledFinding(f.Owner, f.Account, f.Succeeded) { Parameters = Parameters(f) })
        );
    }

    private static ImmutableArray<string> Parameters(BacktestFinding finding) =>
        finding.Owner == ImageOwners.Unknown ? [.. finding.Images.Where(CallImages.IsParameter)] : [];

    private IEnumerable<JudgedCalls> Judge(ImmutableArray<ReportedCalls> calls)
    {
        var judge = new JudgeCalls(input.Policies, input.Owners, input.Organization?.ManagementAccount, input.Now);
        foreach (var call in calls.Where(c => Judged.Contains(c.Key.Kind)))
            if (judge.Judge(call) is { } judgement)
                yield return new JudgedCalls(call, judgement);
    }

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
