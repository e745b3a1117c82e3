using System.Collections.Immutable;

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
}
