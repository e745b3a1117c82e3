using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Policies.Organizations;

/// <summary>
/// What is known of a type of Organizations policy. Sizes and numbers are those of the user guide, "Quotas and service limits for AWS
/// Organizations", as of 2026-09; sizes are in characters as sent.
/// </summary>
/// <param name="Name">As the Organizations API spells the type.</param>
public sealed record OrganizationPolicyKind(OrganizationPolicyType Type, string Name)
{
    /// <summary>What people call it.</summary>
    public required string Title { get; init; }

    public required int Characters { get; init; }

    /// <summary>On one root, organizational unit or account; a policy of AWS takes one of these places.</summary>
    public required int AttachmentsPerTarget { get; init; }

    /// <summary>While the type is on, a target keeps this many.</summary>
    public int LeastAttachments { get; init; }

    /// <summary>In an organization, those of AWS not among them.</summary>
    public required int PoliciesInOrganization { get; init; }

    /// <summary>Organizations user guide, "Managing organization policies": whether it restricts the management account.</summary>
    public bool ReachesManagementAccount { get; init; }

    /// <summary>Whether it can decide on calls about images: such types are read before anything is planned.</summary>
    public bool DecidesOnImages { get; init; }

    /// <summary>The language of its documents; null for a policy that is merged down the organization into an effective one.</summary>
    public PolicyType? Language { get; init; }

    public bool IsMerged => Language is null;

    /// <summary>The policy of AWS that allows everything, attached wherever the type is on; null where there is none.</summary>
    public string? FullAccessId { get; init; }

    /// <summary>Whether a document that does not say its type has the form of this one.</summary>
    internal Func<JsonObject, bool> Fits { get; init; } = _ => false;
}
