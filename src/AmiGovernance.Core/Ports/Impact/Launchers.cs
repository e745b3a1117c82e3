using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports.Impact;

/// <summary>A launch template as something refers to it.</summary>
/// <param name="Template">Id or name.</param>
/// <param name="Version">A number, `$Latest` or `$Default`.</param>
public readonly record struct TemplateReference(string Template, string Version);

/// <param name="ImageId">As it stands there: an image id, `resolve:ssm:NAME`, or empty when the template leaves it to its user.</param>
public sealed record TemplateVersion(
    string TemplateId,
    string TemplateName,
    long Number,
    bool IsDefault,
    bool IsLatest,
    string ImageId
);

/// <summary>What launches by itself: an Auto Scaling group, a fleet, a Spot request.</summary>
public sealed record Launcher(UseKind Kind, string Name)
{
    public Urgency Urgency { get; init; }

    /// <summary>Instances that it keeps.</summary>
    public long Instances { get; init; }

    public ImmutableArray<TemplateReference> Templates { get; init; } = [];

    /// <summary>Images that it names itself.</summary>
    public ImmutableArray<string> Images { get; init; } = [];

    public string? LaunchConfiguration { get; init; }
}

/// <summary>A launch configuration, or a parameter, with the image that it names.</summary>
public sealed record NamedImage(string Name, string ImageId);

/// <param name="Arn">Of the recipe's version.</param>
public sealed record RecipeReference(UseKind Kind, string Arn, string ImageId);

/// <param name="Group">The Auto Scaling group that keeps it; empty for none.</param>
public sealed record RunningInstance(string Id, string Name, string ImageId, string Group);

/// <summary>What was read of an account in a Region.</summary>
public sealed record RegionLaunchers
{
    public ImmutableArray<RunningInstance> Instances { get; init; } = [];

    public ImmutableArray<TemplateVersion> Templates { get; init; } = [];

    public ImmutableArray<Launcher> Launchers { get; init; } = [];

    public ImmutableArray<NamedImage> LaunchConfigurations { get; init; } = [];

    /// <summary>With the parameters that templates and launchers refer to, also AWS's public ones.</summary>
    public ImmutableArray<NamedImage> Parameters { get; init; } = [];
}
