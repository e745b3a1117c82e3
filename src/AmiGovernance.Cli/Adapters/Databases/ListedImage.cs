using System.Collections.Immutable;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>An image as the inventory knows it now, with what was found; text as the inventory has it.</summary>
internal sealed record ListedImage(string Account, string AccountName, string Region, string ImageId, string Name)
{
    public string Owner { get; init; } = "";

    public string State { get; init; } = "";

    public bool IsPublic { get; init; }

    public bool IsEncrypted { get; init; }

    public string? CreatedAt { get; init; }

    public string? LastLaunchedAt { get; init; }

    /// <summary>By kind, then by detail.</summary>
    public ImmutableArray<ImageFinding> Findings { get; init; } = [];
}
