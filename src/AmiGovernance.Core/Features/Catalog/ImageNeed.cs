using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Core.Features.Catalog;

/// <summary>Which image somebody needs, or what an image's name says that it is.</summary>
public sealed record ImageNeed
{
    /// <summary>Null where nothing names one.</summary>
    public SystemFamily? Family { get; init; }

    /// <summary>Null for any.</summary>
    public string? Version { get; init; }

    /// <summary>As EC2 spells it; null for any.</summary>
    public string? Architecture { get; init; }

    /// <summary>Whether such an image is one of those that are needed.</summary>
    public bool IsMetBy(ImageNeed image) =>
        Family is not null
        && Family == image.Family
        && (Version is null || IsWithin(Version, image.Version))
        && (Architecture is null || Architecture == image.Architecture);

    /// <summary>`9.4` is a version of `9`.</summary>
    private static bool IsWithin(string wanted, string? version) =>
        version == wanted || version?.StartsWith($"{wanted}.", StringComparison.Ordinal) == true;

    /// <summary>Such as `ubuntu 24.04 arm64`, which <see cref="NeedReader"/> reads again.</summary>
    public override string ToString() =>
        string.Join(' ', new[] { Family?.Name, Version, Architecture }.Where(part => part is not null));
}
