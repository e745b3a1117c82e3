using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Gates;

/// <param name="Asked">The accounts that were asked for.</param>
/// <param name="Others">Those of them that have another state in the end, each with it.</param>
public sealed record ConfirmedEffect(
    ImmutableArray<AccountId> Asked,
    ImmutableArray<(AccountId Account, string State)> Others
);

/// <summary>Asks AWS for the effective policy of some accounts until it has the state that was brought.</summary>
public sealed class ConfirmEffect(IEffectivePolicyReader aws, TimeProvider time)
{
    private const int MostAsked = 10;

    /// <summary>AWS works out effective policies after some seconds; how long it may take is not documented.</summary>
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(4),
        TimeSpan.FromSeconds(8),
        TimeSpan.FromSeconds(16),
    ];

    /// <summary>Accounts with the same parent have the same policies: one of each is asked.</summary>
    /// <param name="accounts">The accounts in which the change should be in effect.</param>
    /// <param name="wanted">The state that was brought.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<ConfirmedEffect> Run(
        IEnumerable<OrganizationAccount> accounts,
        AllowedImagesState wanted,
        CancellationToken cancel
    )
    {
        var asked = accounts.GroupBy(a => a.ParentId).Select(g => g.First().Id).Take(MostAsked).ToImmutableArray();
        var others = await Others(asked, wanted, cancel);
        foreach (var wait in Waits)
        {
            if (others.IsEmpty)
                break;
            await Task.Delay(wait, time, cancel);
            others = await Others([.. others.Select(o => o.Account)], wanted, cancel);
        }
        return new ConfirmedEffect(asked, others);
    }

    private async Task<ImmutableArray<(AccountId Account, string State)>> Others(
        ImmutableArray<AccountId> accounts,
        AllowedImagesState wanted,
        CancellationToken cancel
    )
    {
        var others = ImmutableArray.CreateBuilder<(AccountId, string)>();
        foreach (var account in accounts)
        {
            var state = await StateOf(account, cancel);
            if (state != wanted)
                others.Add((account, state?.Name() ?? "no effective policy"));
        }
        return others.ToImmutable();
    }

    /// <summary>Null when the account has no effective policy, or one that says nothing about allowed images.</summary>
    /// <param name="account">An account of the organization.</param>
    /// <param name="cancel">Ends the call.</param>
    public async Task<AllowedImagesState?> StateOf(AccountId account, CancellationToken cancel)
    {
        const OrganizationPolicyType Type = OrganizationPolicyType.DeclarativePolicyEc2;
        var content = await aws.DescribeEffectivePolicy(account, Type, cancel);
        return content is null ? null : PolicyContent.Effective(content)?.State;
    }
}
