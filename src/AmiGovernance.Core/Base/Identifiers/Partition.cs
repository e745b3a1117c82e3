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
    public static readonly IReadOnlyList<string> Names = ["aws", "aws-cn", "aws-us-gov", "aws-eusc"];

    public static string Name(this Partition partition) => Names[(int)partition];
}
