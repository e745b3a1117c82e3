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
/// <param name="Id">Empty where it is named.</param>
/// <param name="Name">Empty where its id is known: a name may look like an id.</param>
/// <param name="Version">A number, `$Latest` or `$Default`.</param>
public readonly record struct TemplateReference(string Id, string Name, string Version)
{
    public static TemplateReference Of(string? id, string? name, string? version) =>
        new(id ?? "", string.IsNullOrEmpty(id) ? name ?? "" : "", string.IsNullOrEmpty(version) ? "$Default" : version);

    public bool IsNone => Title.Length == 0;

    /// <summary>What it is called there.</summary>
    public string Title => Id.Length > 0 ? Id : Name;
}

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
