using System.Collections.Immutable;
using System.Globalization;

namespace AmiGovernance.Sandbox.World;

/// <summary>A launch template with its versions, numbered from 1.</summary>
internal sealed record LaunchTemplate(string Id, string Name, Place Place, DateTimeOffset Created)
{
    public int DefaultVersion { get; init; } = 1;

    /// <summary>The ARN of whoever made it; null for somebody unknown.</summary>
    public string? Creator { get; init; }

    public ImmutableArray<LaunchTemplateVersion> Versions { get; init; } = [];

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = TagSets.None;

    public string Arn => Arns.Regional("ec2", Place, $"launch-template/{Id}");

    /// <summary>By number, `$Latest` or `$Default`; null when there is none.</summary>
    public LaunchTemplateVersion? Version(string? version) =>
        version switch
        {
            "$Latest" => Versions.LastOrDefault(),
            null or "$Default" => Versions.FirstOrDefault(v => v.Number == DefaultVersion),
            _ => Versions.FirstOrDefault(v => v.NumberText == version),
        };
}

/// <param name="ImageId">An image id or `resolve:ssm:NAME`; null when the template leaves the image to its user.</param>
internal sealed record LaunchTemplateVersion(int Number, string? ImageId, string? InstanceType, DateTimeOffset Created)
{
    public string? Description { get; init; }

    public string? Creator { get; init; }

    public string NumberText => Number.ToString(CultureInfo.InvariantCulture);
}
