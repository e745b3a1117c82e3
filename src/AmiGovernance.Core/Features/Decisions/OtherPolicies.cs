using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>Files of policies that take part beside those of the organization.</summary>
/// <param name="Identity">When there are none, the identity's own permissions count as allowing.</param>
public sealed record OtherPolicies(ImmutableArray<string> Identity, ImmutableArray<string> ResourceControl)
{
    public static readonly OtherPolicies None = new([], []);
}
