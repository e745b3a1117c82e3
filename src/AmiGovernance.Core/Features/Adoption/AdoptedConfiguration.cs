using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Adoption;

/// <param name="IsOps">Whether it belongs to the organization and shares its images.</param>
/// <param name="Evidence">Which policies list it.</param>
internal sealed record AdoptedPublisher(AccountId Account, bool IsOps, string Evidence)
{
    public string Name { get; init; } = "";

    /// <summary>Null where nothing depends on it.</summary>
    public bool? MayCreateImages { get; init; }

    public ImageCriteria? Criteria { get; init; }
}

internal sealed record AdoptedAlias(OwnerAlias Alias, string Evidence, ImageCriteria? Criteria);

/// <param name="Accounts">Empty for those that AWS publishes.</param>
internal sealed record AdoptedService(string Name, ImmutableArray<AccountId> Accounts);

internal sealed record AdoptedException(AccountId Account, DateOnly ExpiresOn, string Evidence)
{
    public ImmutableArray<AccountId> UsableBy { get; init; } = [];

    public bool MayCreateImages { get; init; }
}

/// <summary>A configuration that says what policies say that are there.</summary>
internal sealed record AdoptedConfiguration
{
    public ImmutableArray<AdoptedPublisher> Publishers { get; init; } = [];

    public ImmutableArray<AdoptedAlias> Aliases { get; init; } = [];

    public ImmutableArray<AdoptedService> Services { get; init; } = [];

    public ImmutableArray<AdoptedException> Exceptions { get; init; } = [];

    public ImmutableArray<string> BreakGlass { get; init; } = [];

    public ImmutableArray<string> CreationRoles { get; init; } = [];

    public ImmutableArray<string> RestoreRoles { get; init; } = [];

    /// <summary>As the configuration spells them.</summary>
    public ImmutableArray<string> Targets { get; init; } = [];

    /// <summary>Null for amigov.</summary>
    public Carrier? Carrier { get; init; }

    /// <summary>Mode, names, message and switches; what is as by default is not written.</summary>
    public PolicyConfig Policy { get; init; } = new();
}
