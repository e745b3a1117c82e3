using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports.Verification;

/// <summary>A setting of an account in a Region.</summary>
/// <param name="State">In EC2's spelling, such as `audit-mode` and `block-new-sharing`.</param>
/// <param name="ManagedBy">`account` or `declarative-policy`.</param>
public sealed record ManagedState(string State, string ManagedBy)
{
    public const string ByDeclarativePolicy = "declarative-policy";

    public override string ToString() => $"{State}, managed by {ManagedBy}";
}

/// <summary>The settings of an account in a Region.</summary>
/// <param name="Images">The state of Allowed AMIs.</param>
/// <param name="Providers">Of all criteria, as declarative policies spell them.</param>
/// <param name="States">By name, the attributes that hold one state and that were asked for.</param>
public sealed record PlaceSettings(
    ManagedState Images,
    ImmutableSortedSet<string> Providers,
    ImmutableSortedDictionary<string, ManagedState> States
);
