using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Status;

/// <summary>What AWS reports on effective policies.</summary>
/// <param name="Invalid">Accounts whose effective policy is not valid.</param>
/// <param name="Drifts">Where it is another than the one that was worked out here.</param>
/// <param name="NotRead">What was not compared, and why.</param>
internal sealed record EffectivePolicyComparison(
    ImmutableHashSet<AccountId> Invalid,
    ImmutableArray<Drift> Drifts,
    ImmutableArray<string> NotRead
);

/// <summary>
/// Compares the effective policies that are worked out here with those that AWS reports: one account for all that are under the same
/// policies.
/// </summary>
internal sealed class CompareEffectivePolicies(IEffectivePolicyReader aws, IProgress<ReadProgress>? progress)
{
    private const OrganizationPolicyType Type = OrganizationPolicyType.DeclarativePolicyEc2;

    private const int MostAsked = 20;

    private readonly List<Drift> drifts = [];
    private readonly List<string> notRead = [];

    public async Task<EffectivePolicyComparison> Run(PolicyEffects effects, CancellationToken cancel)
    {
        if (effects.Ours.All(p => p.Type != Type))
            return new EffectivePolicyComparison([], [], []);
        var invalid = await Invalid(cancel);
        var groups = effects
            .Active.Where(a => effects.ByOurs.Of(a.Id.Value).Policy is not null)
            .GroupBy(a => effects.Effective.Of(a.Id.Value).Merged.Json)
            .Select(group => group.First().Id)
            .ToList();
        if (groups.Count > MostAsked)
            notRead.Add(
                $"the effective policies of {Plural.Of(groups.Count - MostAsked, "more group of accounts", "more groups of accounts")}, by AWS's word"
            );
        var asked = groups.Take(MostAsked).ToList();
        for (var i = 0; i < asked.Count; i++)
        {
            progress?.Report(new ReadProgress("effective policies", i, asked.Count));
            await Compare(asked[i], effects, cancel);
        }
        return new EffectivePolicyComparison(invalid, [.. drifts], [.. notRead]);
    }

    private async Task<ImmutableHashSet<AccountId>> Invalid(CancellationToken cancel)
    {
        try
        {
            return [.. await aws.ListAccountsWithInvalidEffectivePolicy(Type, cancel)];
        }
        catch (AwsException e)
        {
            notRead.Add($"accounts whose effective policy is not valid: {e.Failure.Summary}");
            return [];
        }
    }

    private async Task Compare(AccountId account, PolicyEffects effects, CancellationToken cancel)
    {
        try
        {
            var reported = await aws.DescribeEffectivePolicy(account, Type, cancel);
            if (reported is not null && PolicyContent.Unreadable(reported) is { } problem)
            {
                notRead.Add($"the effective policy of account {account}: {problem}");
                return;
            }
            var policy = reported is null ? null : PolicyContent.Effective(reported);
            var differences = DeclarativeDifference.Between(effects.Effective.Of(account.Value).Policy, policy);
            drifts.AddRange(
                differences.Select(difference => new Drift(
                    "attached policies and what AWS says is in effect",
                    $"in account {account}: {difference}",
                    "wait some minutes after a change; else `aws organizations list-effective-policy-validation-errors`"
                ))
            );
        }
        catch (AwsException e)
        {
            notRead.Add($"the effective policy of account {account}: {e.Failure.Summary}");
        }
    }
}
