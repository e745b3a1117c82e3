using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>Accounts that the same policies reach.</summary>
/// <param name="Covered">Whether both our layers reach them.</param>
/// <param name="Problems">Why a layer does not reach them, or says something else there than ours.</param>
/// <param name="Remarks">What policies of others do beside ours.</param>
public sealed record AccountGroup(
    ImmutableArray<AccountId> Accounts,
    bool Covered,
    ImmutableArray<string> Problems,
    ImmutableArray<string> Remarks
);

/// <param name="Guarantees">Each with its worst outcome among the covered groups.</param>
public sealed record OrganizationProofResult(
    ImmutableArray<GuaranteeResult> Guarantees,
    ImmutableArray<AccountGroup> Groups
)
{
    /// <summary>What the proof takes for granted, a sentence each.</summary>
    public ImmutableArray<string> Assumptions { get; init; } = Prover.OrganizationAssumptions;
}
