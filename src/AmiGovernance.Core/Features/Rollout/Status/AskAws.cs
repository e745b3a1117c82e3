using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Status;

/// <param name="Invalid">Accounts whose effective policy is not valid, by AWS's word.</param>
internal sealed record AwsWord(
    ImmutableHashSet<AccountId> Invalid,
    ImmutableArray<Drift> Drifts,
    ImmutableArray<string> NotRead
);

/// <summary>Holds what is worked out here against what AWS says: one account for all that are under the same policies.</summary>
internal sealed class AskAws(IOrganizations aws, IProgress<ReadProgress>? progress)
{
    private const int MostAsked = 20;

    public async Task<AwsWord> Run(PolicyEffects effects, CancellationToken cancel)
    {
        if (effects.Ours.All(p => p.Type != OrganizationPolicyType.DeclarativePolicyEc2))
            return new AwsWord([], [], []);
        var notRead = ImmutableArray.CreateBuilder<string>();
        var invalid = ImmutableHashSet<AccountId>.Empty;
        try
        {
            invalid =
            [
                .. await aws.ListAccountsWithInvalidEffectivePolicy(
                    OrganizationPolicyType.DeclarativePolicyEc2,
                    cancel
                ),
            ];
        }
        catch (AwsException e)
        {
            notRead.Add($"accounts whose effective policy is not valid: {e.Operation}: {e.Code}");
        }
        var drifts = ImmutableArray.CreateBuilder<Drift>();
        var groups = effects
            .Active.Where(a => effects.ByOurs.Of(a.Id.Value).Policy is not null)
            .GroupBy(a => effects.Effective.Of(a.Id.Value).Merged.Json)
            .ToList();
        if (groups.Count > MostAsked)
            notRead.Add($"the effective policies of {groups.Count - MostAsked} more groups of accounts, by AWS's word");
        foreach (var (group, i) in groups.Take(MostAsked).Select((g, i) => (g, i)))
        {
            progress?.Report(new ReadProgress("effective policies", i, Math.Min(groups.Count, MostAsked)));
            var account = group.First().Id;
            try
            {
                var said = await aws.DescribeEffectivePolicy(
                    account,
                    OrganizationPolicyType.DeclarativePolicyEc2,
                    cancel
                );
                var policy = said is null
                    ? null
                    : DeclarativePolicyParser.ParseEffective(
                        SourceText.FromString("effective policy", said),
                        new DiagnosticBag()
                    );
                foreach (
                    var difference in DeclarativeDifference.Between(effects.Effective.Of(account.Value).Policy, policy)
                )
                    drifts.Add(
                        new Drift(
                            "attached policies and what AWS says is in effect",
                            $"in account {account}: {difference}",
                            "wait some minutes after a change; else `aws organizations list-effective-policy-validation-errors`"
                        )
                    );
            }
            catch (AwsException e)
            {
                notRead.Add($"the effective policy of account {account}: {e.Operation}: {e.Code}");
            }
        }
        return new AwsWord(invalid, drifts.ToImmutable(), notRead.ToImmutable());
    }
}
