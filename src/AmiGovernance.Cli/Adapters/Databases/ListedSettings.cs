using System.Collections.Immutable;

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
    /// <summary>Empty where the configuration of the scan did not set it.</summary>
    public string SnapshotBlockPublicAccess { get; init; } = "";

    public string SnapshotBlockPublicAccessManagedBy { get; init; } = "";

    /// <summary>What is not as it should be.</summary>
    public ImmutableArray<string> Kinds => [.. Findings.Split(", ", StringSplitOptions.RemoveEmptyEntries)];
}
