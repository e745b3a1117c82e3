using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports.Impact;

/// <summary>What was read of an account in a Region.</summary>
internal sealed record RegionLaunchers
{
    public ImmutableArray<RunningInstance> Instances { get; init; } = [];

    public ImmutableArray<TemplateVersion> Templates { get; init; } = [];

    public ImmutableArray<Launcher> Launchers { get; init; } = [];

    public ImmutableArray<NamedImage> LaunchConfigurations { get; init; } = [];

    /// <summary>With the parameters that templates and launchers refer to, also AWS's public ones.</summary>
    public ImmutableArray<NamedImage> Parameters { get; init; } = [];
}
