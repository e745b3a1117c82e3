using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Governance.Proof;

/// <param name="Ours">The ids of our policies in the organization.</param>
/// <param name="Intended">Our declarative policy as it is meant to be in effect.</param>
/// <param name="UnlockedNode">As <see cref="ProofInput.UnlockedNode"/>.</param>
public sealed record OrganizationProofInput(
    GovernanceConfig Config,
    Organization Organization,
    ImmutableHashSet<string> Ours,
    ImmutableArray<Statement> Statements,
    DeclarativePolicy Intended,
    string? UnlockedNode,
    DateTimeOffset Now
)
{
    /// <summary>Of the whole organization, where only some of its accounts are asked about; null for one of its own.</summary>
    public OrganizationIndex? Index { get; init; }

    internal bool IsOurs(OrganizationPolicy policy) => Ours.Contains(policy.Id);

    /// <summary>Documents of declarative policies are known by their names once they are merged.</summary>
    internal bool IsOurDeclarative(string name) =>
        Organization.Policies.Any(p =>
            p.Name == name && p.Type == OrganizationPolicyType.DeclarativePolicyEc2 && IsOurs(p)
        );
}
