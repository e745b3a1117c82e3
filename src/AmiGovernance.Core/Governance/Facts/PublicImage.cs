using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Governance.Facts;

/// <summary>Where a publisher keeps the newest image of a system: a row of `Governance/Facts/Data/public-images.txt`.</summary>
/// <param name="Family">As <see cref="SystemFamily.Name"/> has it.</param>
/// <param name="Version">`*` where parameter and names have one for each version.</param>
/// <param name="Architecture">As EC2 spells it.</param>
/// <param name="Publisher">As the table of publishers calls it.</param>
/// <param name="Parameter">A public parameter of Systems Manager; null for none.</param>
/// <param name="Names">For the filter `name` of DescribeImages.</param>
/// <param name="Mark">About parameter and names together.</param>
/// <param name="Source">A page, or where the name is in use.</param>
public sealed record PublicImage(
    string Family,
    string Version,
    string Architecture,
    string Publisher,
    string? Parameter,
    string Names,
    FactMark Mark,
    DateOnly Date,
    string Source
)
{
    private const string VersionMark = "{version}";
    private const string EachVersion = "*";

    /// <summary>Whether AWS's guides look the images up by the owner alias `amazon`.</summary>
    public bool IsOfAmazon { get; init; }

    /// <summary>Whether it is known whose account the images are in.</summary>
    public bool HasOwner { get; init; } = true;

    /// <summary>There is one for each version, so one must be named.</summary>
    public bool IsForEachVersion => Version == EachVersion;

    /// <summary>With this version in parameter and names.</summary>
    public PublicImage At(string version) =>
        IsForEachVersion
            ? this with
            {
                Version = version,
                Parameter = Parameter?.Replace(VersionMark, version, StringComparison.Ordinal),
                Names = Names.Replace(VersionMark, version, StringComparison.Ordinal),
            }
            : this;

    /// <summary>The owner as `describe-images --owners` takes it; null where it is not known in the partition.</summary>
    public string? OwnerIn(Partition partition)
    {
        if (IsOfAmazon)
            return OwnerAlias.Amazon.IamName();
        return HasOwner
            ? KnownPublishers
                .All.FirstOrDefault(p => p.Publisher == Publisher && p.Partition == partition)
                ?.Account.Value
            : null;
    }
}
