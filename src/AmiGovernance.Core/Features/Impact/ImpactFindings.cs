using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Core.Features.Impact;

/// <summary>A use whose launch the policies do not simply allow.</summary>
internal sealed record DeniedUse(ImageUse Use, Judgement Judgement);

/// <summary>Puts denied uses together into findings that a team can be asked about.</summary>
/// <param name="members">The accounts of the organization.</param>
internal sealed class ImpactFindings(
    ImpactRequest request,
    JudgeUses judge,
    ImmutableArray<OrganizationAccount> members
)
{
    private const string FindOwners = "EC2 does not tell, for they are gone or no longer shared";

    private readonly Dictionary<AccountId, string> names = members.ToDictionary(m => m.Id, m => m.Name);
    private readonly LaunchAdvice advice = new(
        members.Select(m => m.Id.Value).ToHashSet(StringComparer.Ordinal),
        request.Config,
        knowsAll: true
    );

    /// <summary>What hurts first comes first.</summary>
    public ImmutableArray<ImpactFinding> Of(IEnumerable<DeniedUse> denied) =>
        [
            .. denied
                .GroupBy(u => (Id: judge.FindingOf(u.Use), u.Judgement.Verdict))
                .Select(g => Finding(g.Key.Id, g.Key.Verdict, [.. g]))
                .OrderBy(f => f.Urgency)
                .ThenBy(f => f.Verdict)
                .ThenByDescending(f => f.Instances)
                .ThenBy(f => f.Id, StringComparer.Ordinal),
        ];

    /// <summary>Of those that are open; what nothing launches from is no reason to decide.</summary>
    public ImmutableArray<OwnerRollup> ByOwner(IEnumerable<ImpactFinding> findings)
    {
        var owners = new KnownOwners(members.ToDictionary(m => m.Id.Value, m => m.Name));
        return new RollUpOwners(owners, FindOwners, request.Config).Of(
            findings
                .Where(f => f.IsOpen && f.Urgency != Urgency.Idle)
                .Select(f => new RolledFinding(f.Owner, f.Account.Value, f.Uses.Length))
        );
    }

    /// <summary>What hurts first comes first.</summary>
    public static ImmutableArray<ImageUse> Sort(IEnumerable<ImageUse> uses) =>
        [
            .. uses.OrderBy(u => u.Urgency)
                .ThenByDescending(u => u.Instances)
                .ThenBy(u => u.Kind)
                .ThenBy(u => u.Account)
                .ThenBy(u => u.Region)
                .ThenBy(u => u.Name, StringComparer.Ordinal)
                .ThenBy(u => u.Image?.Value, StringComparer.Ordinal)
                .ThenBy(u => u.Detail, StringComparer.Ordinal),
        ];

    private ImpactFinding Finding(string id, Verdict verdict, IReadOnlyCollection<DeniedUse> denied)
    {
        var uses = Sort(denied.Select(d => d.Use));
        var account = uses[0].Account;
        var deniedBy = denied.SelectMany(d => d.Judgement.DeniedBy);
        var finding = new ImpactFinding
        {
            Id = id,
            Verdict = verdict,
            Account = account,
            AccountName = names.GetValueOrDefault(account, ""),
            Owner = judge.OwnerOf(uses[0]),
            Uses = uses,
            DeniedBy = [.. deniedBy.Distinct().Order(StringComparer.Ordinal)],
            Advice = Advice.None,
            Triage = request.Triage.Find(id),
        };
        return finding with { Advice = ImpactAdvice.For(finding, advice) };
    }
}
