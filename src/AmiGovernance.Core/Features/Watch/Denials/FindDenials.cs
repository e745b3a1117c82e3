using System.Collections.Immutable;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Watch.Denials;

/// <summary>Finds the calls that our policies denied among those that were recorded, and says what to do about them.</summary>
/// <param name="guardrails">What is deployed.</param>
/// <param name="now">The time.</param>
internal sealed class FindDenials(DeployedGuardrails guardrails, DateTimeOffset now)
{
    private const string ServiceControlPolicy = "service control policy";

    private static readonly Judgement Recorded = new(Verdict.Denied, []);

    private readonly ImageOwners owners = new();

    /// <summary>The calls that are to be told, in no order.</summary>
    public ImmutableArray<JudgedCalls> Judge(TrailFindings found)
    {
        var judge = guardrails.Policies is { } policies
            ? new JudgeCalls(policies, owners, guardrails.Management, now)
            : null;
        var judged = ImmutableArray.CreateBuilder<JudgedCalls>();
        var rows = RowPeriods.Split(found.Rows, guardrails.Policies is { } dated ? JudgeCalls.Boundaries(dated) : []);
        foreach (var calls in new TrailReporter(owners, found.Sources, null).Report(rows))
            if (
                calls.Key.Kind is not (CallKind.LaunchTemplate or CallKind.ImageLife)
                && Judge(calls, judge) is { } judgement
            )
                judged.Add(new JudgedCalls(calls, judgement));
        return judged.ToImmutable();
    }

    /// <summary>Ordered by account and what was denied.</summary>
    /// <param name="accounts">The names of the organization's accounts, as far as they are known.</param>
    public ImmutableArray<DeniedCalls> Tell(
        ImmutableArray<JudgedCalls> judged,
        IReadOnlyDictionary<string, string> accounts
    )
    {
        var members = accounts.Keys.ToHashSet(StringComparer.Ordinal);
        var advice = new BacktestAdvice(members, guardrails.Config, knowsAll: members.Count > 0);
        return
        [
            .. judged
                .Select(c => c with { Calls = Named(c.Calls, accounts) })
                .GroupBy(c => FindingId.Of(c.Calls))
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => Denied(group.Key, [.. group], advice)),
        ];
    }

    private static ReportedCalls Named(ReportedCalls calls, IReadOnlyDictionary<string, string> accounts) =>
        calls with
        {
            AccountName = accounts.GetValueOrDefault(calls.Key.Account, ""),
        };

    /// <summary>Null for calls that ended otherwise, and that others denied.</summary>
    private Judgement? Judge(ReportedCalls calls, JudgeCalls? judge) =>
        calls.Key.Outcome switch
        {
            CallOutcome.PolicyDenial => JudgeDenial(calls, judge),
            CallOutcome.Partial when calls.Key.IsDenied => JudgeDenial(calls, judge),
            // What EC2 says of a hidden image it also says of one that is not shared, or not there.
            CallOutcome.ImageUnavailable when guardrails.HidesImages => judge?.Judge(calls)
                is { Verdict: Verdict.Denied } judgement
                ? judgement
                : null,
            _ => null,
        };

    /// <summary>The record says who denied; where it does not say which policy, ours are asked whether they would.</summary>
    private Judgement? JudgeDenial(ReportedCalls calls, JudgeCalls? judge)
    {
        var by = calls.Key.DeniedBy;
        if (guardrails.PolicyIds.Any(id => by.EndsWith($" {id}", StringComparison.Ordinal)))
            return Recorded;
        if (by == CallOutcomes.DeclarativePolicy || by == DeclarativeAttributes.ImageBlockPublicAccess.Name)
            return Recorded;
        var isOpen = by is "" or ServiceControlPolicy;
        if (!isOpen)
            return null;
        return judge is null ? new Judgement(Verdict.Undecided, []) : judge.Judge(calls);
    }

    private static DeniedCalls Denied(string id, ImmutableArray<JudgedCalls> calls, BacktestAdvice advice)
    {
        // Where the record names a policy, that is what denied, whatever else is not known.
        var first = calls.MinBy(c => c.Judgement.Verdict)!;
        var finding = BacktestFinding.Of(id, [first, .. calls.Where(c => c != first)]);
        var recorded = calls.Select(c => c.Calls.Key.DeniedBy).Where(by => by.Length > 0);
        return new DeniedCalls(
            id,
            finding.Account,
            finding.Calls,
            DenialText.Summary(finding),
            DenialText.Details(finding, [.. recorded.Distinct()], advice.ForDenied(finding))
        );
    }
}
