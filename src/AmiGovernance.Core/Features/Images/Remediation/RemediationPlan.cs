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

    /// <summary>Images of which nothing is known, so that nothing is planned.</summary>
    public ImmutableArray<UnreachedImage> NotReached { get; init; } = [];

    /// <summary>Images that are left out, for their decision cannot be carried out.</summary>
    public int Faulty { get; init; }

    /// <summary>Images that wait for somebody to mend something.</summary>
    public int Waiting => NotReached.Length + Faulty;

    /// <summary>Grants that the decision's run gave and that somebody took away since: they stay away.</summary>
    public int Revoked { get; init; }
}
