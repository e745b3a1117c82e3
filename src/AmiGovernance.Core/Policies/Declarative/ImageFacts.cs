using System.Collections.Immutable;

namespace AmiGovernance.Core.Policies.Declarative;

/// <summary>What is known of an image. Null means "not known", which never counts as fulfilled nor as missed.</summary>
/// <param name="OwnerId">The account that owns the image (12 digits).</param>
/// <param name="OwnerAlias">
/// As the EC2 API spells it: `amazon`, `aws-marketplace`, `aws-backup-vault`; null when the image has none.
/// </param>
public sealed record ImageFacts(string OwnerId, string? OwnerAlias)
{
    public string? ImageId { get; init; }

    public string? Name { get; init; }

    /// <summary>As EC2 spells it; null when it is not known.</summary>
    public string? Architecture { get; init; }

    public bool? IsPublic { get; init; }

    public DateTimeOffset? CreationDate { get; init; }

    /// <summary>Null when the image is not deprecated or this is not known; see <see cref="DeprecationKnown"/>.</summary>
    public DateTimeOffset? DeprecationTime { get; init; }

    public bool DeprecationKnown { get; init; }

    /// <summary>EC2 described it: then empty lists mean that it has none. An inventory knows deprecation without these lists.</summary>
    public bool IsDescribed
    {
        get => isDescribed ?? DeprecationKnown;
        init => isDescribed = value;
    }

    private readonly bool? isDescribed;

    public ImmutableArray<string> ProductCodes { get; init; } = [];

    public ImmutableArray<WatermarkFacts> Watermarks { get; init; } = [];

    /// <summary>The value that `ec2:Owner` has for this image: the alias where there is one.</summary>
    public string IamOwner => OwnerAlias ?? OwnerId;
}

public sealed record WatermarkFacts(
    string WatermarkKey,
    string SourceImageRegion,
    DateTimeOffset SourceImageCreationTime,
    DateTimeOffset WatermarkCreationTime
);
