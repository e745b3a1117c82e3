using System.Collections.Immutable;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>Which images are listed. Empty lists and null filter nothing.</summary>
internal sealed record ListFilter
{
    /// <summary>Names of kinds; images with a finding of one of them.</summary>
    public ImmutableArray<string> Findings { get; init; } = [];

    public ImmutableArray<string> Accounts { get; init; } = [];

    public ImmutableArray<string> Regions { get; init; } = [];

    /// <summary>A pattern; `*` and `?` are wildcards.</summary>
    public string? Name { get; init; }

    public string? ImageId { get; init; }

    /// <summary>Whether images of the account and Region are listed; true for Regions that are not known.</summary>
    public bool Asks(RegionScan place) => place.IsAmong(Accounts, Regions);
}
