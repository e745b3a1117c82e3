using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Base.Identifiers;

/// <summary>An AWS partition by its name in ARNs: `aws`, `aws-cn`, `aws-us-gov`, `aws-eusc`.</summary>
public enum Partition
{
    Aws,
    AwsCn,
    AwsUsGov,
    AwsEusc,
}

public static class Partitions
{
    private static readonly EnumNames<Partition> Table = new(
        (Partition.Aws, "aws"),
        (Partition.AwsCn, "aws-cn"),
        (Partition.AwsUsGov, "aws-us-gov"),
        (Partition.AwsEusc, "aws-eusc")
    );

    /// <summary>How the names of the Regions of a partition begin (AWS SDKs, `partitions.json`).</summary>
    private static readonly (string Prefix, Partition Partition)[] RegionPrefixes =
    [
        ("cn-", Partition.AwsCn),
        ("us-gov-", Partition.AwsUsGov),
        ("eusc-", Partition.AwsEusc),
    ];

    public static readonly IReadOnlyList<string> Names = Table.All;

    public static string Name(this Partition partition) => Table.Of(partition);

    /// <summary>A Region of the partition, for questions whose answer does not depend on the Region.</summary>
    public static RegionName AnyRegion(this Partition partition) =>
        RegionName.Parse(
            partition switch
            {
                Partition.AwsCn => "cn-north-1",
                Partition.AwsUsGov => "us-gov-west-1",
                Partition.AwsEusc => "eusc-de-east-1",
                _ => "us-east-1",
            }
        );

    /// <summary>
    /// Where Organizations has its endpoint (AWS General Reference, "AWS Organizations endpoints and quotas"), and where CloudTrail keeps
    /// calls to it: "only in the US East (N. Virginia) Region" (Organizations user guide, "Logging API calls with AWS CloudTrail"). That
    /// the other partitions keep them at the endpoint's Region too is not verified.
    /// </summary>
    public static RegionName OrganizationsRegion(this Partition partition) =>
        partition == Partition.AwsCn ? RegionName.Parse("cn-northwest-1") : partition.AnyRegion();

    public static Partition? FromName(string? name) => Table.Find(name);

    /// <summary>The partition that an ARN names; null when the text is no ARN or names one that is not known here.</summary>
    public static Partition? OfArn(string text) => Arn.TryParse(text, out var arn) ? FromName(arn.Partition) : null;

    /// <summary>The partition that a Region is in: `aws` where its name says no other, as the AWS SDKs decide.</summary>
    public static Partition Of(RegionName region) =>
        RegionPrefixes
            .FirstOrDefault(
                known => region.Value.StartsWith(known.Prefix, StringComparison.Ordinal),
                (Prefix: "", Partition: Partition.Aws)
            )
            .Partition;
}
