using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports.Impact;

/// <summary>What launches by itself: an Auto Scaling group, a fleet, a Spot request.</summary>
public sealed record Launcher(UseKind Kind, string Name)
{
    public Urgency Urgency { get; init; }

    /// <summary>Instances that it keeps.</summary>
    public long Instances { get; init; }

    public ImmutableArray<TemplateReference> Templates { get; init; } = [];

    /// <summary>Images that it names itself, as they stand there: an image id, or `resolve:ssm:NAME`.</summary>
    public ImmutableArray<string> Images { get; init; } = [];

    public string? LaunchConfiguration { get; init; }
}

/// <summary>A launch template as something refers to it.</summary>
/// <param name="Template">Id or name.</param>
/// <param name="Version">A number, `$Latest` or `$Default`.</param>
public readonly record struct TemplateReference(string Template, string Version);

/// <param name="ImageId">
/// As it stands there: an image id, `resolve:ssm:NAME`, or empty when the template leaves it to its user.
/// </param>
public sealed record TemplateVersion(
    string TemplateId,
    string TemplateName,
    long Number,
    bool IsDefault,
    bool IsLatest,
    string ImageId
);
