using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Ports;

/// <summary>
/// What AWS itself works out of the policies above an account. Every method throws <see cref="AwsException"/> when AWS refuses or does
/// not answer.
/// </summary>
public interface IEffectivePolicyReader
{
    /// <summary>The content without operators; null when the account has no effective policy of the type.</summary>
    /// <param name="account">An account of the organization.</param>
    /// <param name="type">A type of policy that is inherited by merging; service control policies are not.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<string?> DescribeEffectivePolicy(AccountId account, OrganizationPolicyType type, CancellationToken cancel);

    /// <summary>Accounts for which AWS keeps the last valid policy, because the merged one is not legal.</summary>
    /// <param name="type">As above.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<ImmutableArray<AccountId>> ListAccountsWithInvalidEffectivePolicy(
        OrganizationPolicyType type,
        CancellationToken cancel
    );
}
