using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>The settings on images of an account in a Region, with the kinds of findings; text as the inventory has it.</summary>
internal sealed record ListedSettings(
    string Account,
    string AccountName,
    string Region,
    string BlockPublicAccess,
    string BlockPublicAccessManagedBy,
    string AllowedImages,
    string AllowedImagesManagedBy,
    string Findings
)
{
    /// <summary>By their names, the attributes that the configuration of the scan set; value and who manages it.</summary>
    public ImmutableSortedDictionary<string, (string Value, string ManagedBy)> Attributes { get; init; } =
        ImmutableSortedDictionary<string, (string, string)>.Empty;

    /// <summary>Null where the scan did not look at it.</summary>
    public (string Value, string ManagedBy)? Attribute(StateAttribute attribute) =>
        Attributes.TryGetValue(attribute.Name, out var found) ? found : null;

    /// <summary>Whether images that others share may be hidden from the account.</summary>
    public bool HidesImages => AllowedImages == ImageSettings.AllowedImagesEnabled;

    /// <summary>What is not as it should be.</summary>
    public ImmutableArray<string> Kinds => [.. Findings.Split(", ", StringSplitOptions.RemoveEmptyEntries)];
}
