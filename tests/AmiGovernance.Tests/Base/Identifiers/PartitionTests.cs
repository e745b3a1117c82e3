using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Tests.Base.Identifiers;

public sealed class PartitionTests
{
    [Theory]
    [InlineData("us-east-1", Partition.Aws)]
    [InlineData("eu-central-1", Partition.Aws)]
    [InlineData("cn-northwest-1", Partition.AwsCn)]
    [InlineData("us-gov-east-1", Partition.AwsUsGov)]
    [InlineData("eusc-de-east-1", Partition.AwsEusc)]
    public void The_name_of_a_Region_tells_its_partition(string region, Partition partition) =>
        Assert.Equal(partition, Partitions.Of(RegionName.Parse(region)));

    [Theory]
    [InlineData("arn:aws-cn:iam::111122223333:role/A", Partition.AwsCn)]
    [InlineData("arn:aws-us-gov:sts::111122223333:assumed-role/A/me", Partition.AwsUsGov)]
    [InlineData("arn:aws-iso:iam::111122223333:role/A", null)]
    [InlineData("ec2.amazonaws.com", null)]
    public void An_ARN_names_its_partition(string arn, Partition? partition) =>
        Assert.Equal(partition, Partitions.OfArn(arn));

    [Fact]
    public void Every_partition_has_a_name_and_a_Region_of_its_own() =>
        Assert.All(
            Enum.GetValues<Partition>(),
            partition =>
            {
                Assert.Equal(partition, Partitions.FromName(partition.Name()));
                Assert.Equal(partition, Partitions.Of(partition.AnyRegion()));
            }
        );
}
