using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Handover.Formats;

/// <param name="Id">Null for the root of an organization that is not known.</param>
/// <param name="Path">
/// The names of the units from below the root; `Root` alone for the root; an account's name. Null where it is not known.
/// </param>
internal sealed record CarriedTarget(string? Id, TargetKind Kind, ImmutableArray<string>? Path)
{
    /// <summary>What carriers call the organization's root.</summary>
    public const string RootName = "Root";

    /// <summary>Of an account; empty where it is not known.</summary>
    public string Email { get; init; } = "";

    /// <summary>Whether it is a unit that a carrier would take for the root.</summary>
    public bool IsNamedAsRoot => Kind == TargetKind.Unit && Path is [RootName];

    /// <summary>Whether another account has the name, too: names of accounts are not unique.</summary>
    public bool IsAmbiguous { get; init; }
}

internal enum TargetKind
{
    Root,
    Unit,
    Account,
}

/// <summary>A policy as the export before this one brought it.</summary>
/// <param name="Targets">Ids; the root by its id, or as `root`.</param>
/// <param name="IsForStages">Whether it was there for stages alone.</param>
internal sealed record EarlierPolicy(
    string Name,
    OrganizationPolicyType Type,
    ImmutableArray<string> Targets,
    bool IsForStages
);

/// <summary>A policy as a carrier gets it.</summary>
/// <param name="File">The name of its file without folder and ending: letters, digits, `.`, `_` and `-`, once for each policy.</param>
internal sealed record CarriedPolicy(DesiredPolicy Policy, string File, ImmutableArray<CarriedTarget> Targets)
{
    /// <summary>As it is in the organization; null where it is not there, or where that is not known.</summary>
    public OrganizationPolicy? Existing { get; init; }

    /// <summary>The ids of the targets that it is attached to already.</summary>
    public ImmutableArray<string> AttachedTo { get; init; } = [];

    public bool IsDeclarative => Policy.Type == OrganizationPolicyType.DeclarativePolicyEc2;

    /// <summary>Null for a service control policy.</summary>
    public AllowedImagesState? Mode { get; init; }
}
