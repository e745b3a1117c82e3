using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>The calls that are to be made.</summary>
/// <param name="Settled">Images that are as decided already.</param>
/// <param name="Kept">Images that stay public by decision.</param>
/// <param name="Open">Images that nobody has decided about.</param>
public sealed record RemediationPlan(ImmutableArray<RemediationStep> Steps, int Settled, int Kept, int Open)
{
    /// <summary>For a rollback the run that it takes back.</summary>
    public string Undoes { get; init; } = "";

    /// <summary>Grants that the decision's run gave and that somebody took away since: they stay away.</summary>
    public int Revoked { get; init; }
}
