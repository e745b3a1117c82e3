using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>Requests whose decision by service control policies changed, described by what they have in common.</summary>
/// <param name="Actions">The actions, with the same change for each.</param>
/// <param name="Images">The owners of the images, as `ec2:Owner` spells them; empty when the image does not matter.</param>
/// <param name="OtherOwners">Whether all owners that no policy names are among them.</param>
/// <param name="Callers">Who calls, in words.</param>
/// <param name="When">When, in words; empty for always.</param>
/// <param name="Before">The statement that denied before; null when the requests were allowed.</param>
/// <param name="After">The statement that denies now; null when the requests are allowed.</param>
/// <param name="Example">Arguments of `amigov explain` for one of the requests; empty where it takes none of them.</param>
public sealed record ChangedRequests(
    ImmutableArray<string> Actions,
    ImmutableArray<string> Images,
    bool OtherOwners,
    string Callers,
    string When,
    Statement? Before,
    Statement? After,
    ShellText Example
)
{
    /// <summary>
    /// The kinds of resources of which the calls name one, as the Service Authorization Reference names them; empty where calls that name
    /// none of them, or any, are decided alike.
    /// </summary>
    public ImmutableArray<string> Kinds { get; init; } = [];

    /// <summary>The same as <see cref="Callers"/>, to be looked up.</summary>
    public ChangedCallers NamedCallers { get; init; } = ChangedCallers.Unnamed;

    public bool IsDeniedNow => After is not null;
}
