using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout;

/// <summary>Asks AWS for the effective policy of some accounts until it has the state that was brought.</summary>
public sealed class ConfirmEffect(IOrganizations aws, TimeProvider time)
{
    /// <summary>AWS works out effective policies after some seconds; how long it may take is not documented.</summary>
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(4),
        TimeSpan.FromSeconds(8),
        TimeSpan.FromSeconds(16),
    ];

    /// <summary>The accounts that have another state in the end, each with it.</summary>
    public async Task<ImmutableArray<(AccountId Account, string State)>> Run(
        IEnumerable<AccountId> accounts,
        AllowedImagesState wanted,
        CancellationToken cancel
    )
    {
        var waiting = accounts.Select(a => (Account: a, State: "")).ToImmutableArray();
        for (var i = 0; ; i++)
        {
            var left = ImmutableArray.CreateBuilder<(AccountId, string)>();
            foreach (var (account, _) in waiting)
                if (await StateOf(account, cancel) is var state && state != wanted)
                    left.Add((account, state?.Name() ?? "no effective policy"));
            waiting = left.ToImmutable();
            if (waiting.IsEmpty || i == Waits.Length)
                return waiting;
            await Task.Delay(Waits[i], time, cancel);
        }
    }

    /// <summary>Null when the account has no effective policy, or one that says nothing about allowed images.</summary>
    public async Task<AllowedImagesState?> StateOf(AccountId account, CancellationToken cancel) =>
        await aws.DescribeEffectivePolicy(account, OrganizationPolicyType.DeclarativePolicyEc2, cancel) is { } content
            ? DeclarativePolicyParser
                .ParseEffective(SourceText.FromString("effective policy", content), new DiagnosticBag())
                ?.State
            : null;
}
