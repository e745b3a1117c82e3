using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Discovery.Proposing;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Discovery;

/// <summary>
/// Replays launches through the policies that a proposal gives, enforced: generated as any configuration's, and decided as a backtest
/// decides.
/// </summary>
/// <param name="management">Null when it is not known.</param>
internal sealed class ReplayProposal(ImageOwners owners, AccountId? management, DateTimeOffset now)
{
    private const string Proposal = "proposal";
    private const int MostImages = 3;

    /// <param name="refused">Owners that the proposal refuses: to deny them is its purpose.</param>
    /// <param name="launches">That succeeded.</param>
    public ReplayedProposal Run(
        ImmutableArray<AllowListEntry> entries,
        IReadOnlySet<string> refused,
        IReadOnlyCollection<ReportedCalls> launches
    )
    {
        var bag = new DiagnosticBag();
        var policies = Policies(entries, bag);
        var all = launches.Sum(l => l.Count);
        if (policies is null)
            return new ReplayedProposal(all, [])
            {
                Problem =
                    bag.ToSorted().FirstOrDefault(d => d.Severity == Severity.Error)?.Message
                    ?? "no policies follow from the proposal",
            };

        var judge = new JudgeCalls(policies, owners, management, now);
        var hits = Judged(launches, judge)
            .GroupBy(h => (h.Calls.Owner, h.Calls.Key.Account, h.Judgement.Verdict))
            .Select(g => Hit([.. g], refused.Contains(g.Key.Owner)));
        return new ReplayedProposal(
            all,
            [
                .. hits.OrderBy(h => h.IsMeant)
                    .ThenByDescending(h => h.Launches)
                    .ThenBy(h => h.Owner, StringComparer.Ordinal)
                    .ThenBy(h => h.Account, StringComparer.Ordinal)
                    .ThenBy(h => h.Verdict, StringComparer.Ordinal),
            ]
        );
    }

    private static IEnumerable<JudgedCalls> Judged(IEnumerable<ReportedCalls> launches, JudgeCalls judge)
    {
        foreach (var launch in launches)
            if (judge.Judge(launch) is { } judgement)
                yield return new JudgedCalls(launch, judgement);
    }

    /// <param name="hit">Of one owner by one account, all with the same verdict.</param>
    private static ReplayedLaunches Hit(ImmutableArray<JudgedCalls> hit, bool isMeant)
    {
        var (calls, judgement) = hit[0];
        var images = hit.Select(h => h.Calls.Key.Image).Distinct().Order(StringComparer.Ordinal);
        var count = hit.Sum(h => h.Calls.Count);
        return new ReplayedLaunches(calls.Owner, calls.Key.Account, judgement.Verdict.Name(), count, isMeant)
        {
            Images = [.. images.Take(MostImages)],
            DeniedBy = [.. hit.SelectMany(h => h.Judgement.DeniedBy).Distinct().Order(StringComparer.Ordinal)],
            Last = hit.Max(h => h.Calls.Last),
        };
    }

    private PolicySet? Policies(ImmutableArray<AllowListEntry> entries, DiagnosticBag bag)
    {
        var config = new SourceText(Proposal, ProposedConfiguration.ForReplay(entries));
        var origin = new PolicyOrigin(Proposal, now.Day(), AllowedImagesState.Enabled);
        return ConfiguredPolicies.Generate(origin, OtherPolicies.None, new OneFile(config), bag)?.Policies;
    }

    /// <summary>A configuration that was never written.</summary>
    private sealed class OneFile(SourceText only) : IFileReader
    {
        public bool Exists(string path) => path == only.Path;

        public IReadOnlyList<string> List(string folder) => [];

        public SourceText? Read(string path, DiagnosticBag bag) => Exists(path) ? only : null;
    }
}
