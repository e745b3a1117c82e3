using System.Collections.Immutable;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Proof;

namespace AmiGovernance.Core.Features.Proposals;

/// <summary>A change that was checked, and where it is now.</summary>
public sealed record ProposedChange(
    string Branch,
    string BaseName,
    string Target,
    string Message,
    ImmutableArray<string> Paths,
    GeneratedPolicies Policies,
    ImmutableArray<GuaranteeResult> Guarantees,
    MeaningDifference Meaning
)
{
    /// <summary>Null after a dry run.</summary>
    public string? CommitId { get; init; }

    /// <summary>Where the branch pointed before it was rebuilt; null when it was not.</summary>
    public string? Replaced { get; init; }

    /// <summary>The branch was there already and holds just this change.</summary>
    public bool WasThere { get; init; }

    public bool Pushed { get; init; }

    public string Title => Message.Split('\n')[0];
}
