using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Ports.Images;

/// <summary>The settings on images of an account in a Region, in the words of the EC2 API.</summary>
/// <param name="BlockPublicAccess">`block-new-sharing` or `unblocked`.</param>
/// <param name="AllowedImages">`enabled`, `audit-mode` or `disabled`.</param>
public sealed record ImageSettings(
    AccountId Account,
    RegionName Region,
    string BlockPublicAccess,
    string BlockPublicAccessManagedBy,
    string AllowedImages,
    string AllowedImagesManagedBy
)
{
    public const string BlockNewSharing = "block-new-sharing";

    /// <summary>The state of Allowed AMIs in which images of others that it does not allow are not shown.</summary>
    public const string AllowedImagesEnabled = "enabled";

    /// <summary>Whether images that others share with the account may be hidden from it.</summary>
    public bool HidesImages => AllowedImages == AllowedImagesEnabled;

    /// <summary>Of the attributes that only some configurations set, those that were asked for.</summary>
    public ImmutableArray<AttributeSetting> Attributes { get; init; } = [];

    /// <summary>Who manages a setting that the account cannot change itself.</summary>
    public const string DeclarativePolicy = "declarative-policy";
}

/// <summary>What an attribute of declarative policies is in an account and Region.</summary>
/// <param name="State">In the words of the EC2 API.</param>
public sealed record AttributeSetting(StateAttribute Attribute, string State, string ManagedBy);
