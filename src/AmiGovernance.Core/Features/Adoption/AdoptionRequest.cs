using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Adoption;

/// <param name="AsOf">The day (UTC) for which policies are generated.</param>
public sealed record AdoptionRequest(Organization Organization, DateOnly AsOf)
{
    /// <summary>Names or ids of the policies that are read; empty for all that govern images.</summary>
    public ImmutableArray<string> Policies { get; init; } = [];

    /// <summary>Who is to deploy; null for amigov.</summary>
    public Carrier? Carrier { get; init; }

    /// <summary>An account that publishes images whatever the policies say; null for none.</summary>
    public AccountId? OpsAccount { get; init; }
}
