using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>Partitions, Regions and images are told apart as far as the statements do.</summary>
public sealed class PlaceTests
{
    private static List<RequestClass> Classes(string action, params Statement[] statements) =>
        new RequestSpace([.. statements.Select(DenyStatement.Of)], []).Classes([action], Asked.Image);

    private static Statement On(string action, params string[] resources) =>
        new(Effect.Deny)
        {
            Sid = "Deny",
            Actions = [action],
            Resources = [.. resources],
        };

    /// <summary>EC2 user guide, "Grant permissions to copy Amazon EC2 AMIs": the source is an image of the Region that it lies in.</summary>
    [Fact]
    public void A_copy_is_asked_about_with_the_Region_of_its_source()
    {
        var classes = Classes("ec2:CopyImage", On("ec2:CopyImage", "arn:aws:ec2:us-east-1::image/*"));
        var denied = classes.Where(c => c.DeniedBy is not null).Select(c => c.Place!).ToList();
        Assert.Contains(denied, p => p is { Region: "us-east-1", SourceRegion: null });
        Assert.Contains(denied, p => p is { Region: not "us-east-1", SourceRegion: "us-east-1" });
        var open = classes.Where(c => c.DeniedBy is null).Select(c => c.Place!).ToList();
        Assert.Contains(open, p => p is { Region: not "us-east-1", SourceRegion: null });
        Assert.DoesNotContain(open, p => p.Region == "us-east-1" || p.SourceRegion == "us-east-1");
        Assert.All(classes, c => Assert.NotEqual(c.Place!.Region, c.Place.SourceRegion));
    }

    [Theory]
    [InlineData("ec2:CopyImage", "arn:*:ec2:*::image/*")]
    [InlineData("ec2:RunInstances", "arn:aws:ec2:us-east-1::image/*")]
    public void Other_calls_have_no_Region_of_a_source(string action, string resource) =>
        Assert.All(Classes(action, On(action, resource)), c => Assert.Null(c.Place?.SourceRegion));

    /// <summary>One of several patterns is enough to tell Regions apart.</summary>
    [Fact]
    public void A_pattern_of_all_Regions_beside_one_of_some_is_told_apart_too()
    {
        var classes = Classes(
            "ec2:CopyImage",
            On("ec2:CopyImage", "arn:aws-cn:ec2:*::image/*", "arn:aws:ec2:us-east-1::image/*")
        );
        Assert.Contains(classes, c => c.Place is { SourceRegion: "us-east-1" });
    }

    [Theory]
    [InlineData("arn:*:ec2:us-gov-*::image/*", "us-gov-")]
    [InlineData("arn:*:ec2:cn-*::image/*", "cn-")]
    [InlineData("arn:aws:ec2:*-central-1::image/*", "-central-1")]
    public void Every_Region_of_a_class_is_one_of_its_partition(string resource, string part)
    {
        var classes = Classes("ec2:RunInstances", On("ec2:RunInstances", resource));
        var denied = classes.Where(c => c.DeniedBy is not null).ToList();
        Assert.NotEmpty(denied);
        Assert.All(denied, c => Assert.Contains(part, c.Place!.Region, StringComparison.Ordinal));
        Assert.All(classes, c => Assert.Equal(c.Place!.Partition, Partitions.Of(RegionName.Parse(c.Place.Region))));
        // Isolated partitions are not known here.
        Assert.DoesNotContain(classes, c => c.Place!.Region.Contains("-iso", StringComparison.Ordinal));
        Assert.All(classes, c => Assert.True(c.Place!.MattersByRegion));
        Assert.All(classes, c => Assert.False(c.Place!.MattersByImage));
    }

    /// <summary>
    /// Service Authorization Reference, AWS Account Management: the ARN of an account ends in `account`, without an id, so that a statement
    /// names all. Amazon S3: that of a bucket ends in its name, so that a name is one of many.
    /// </summary>
    [Theory]
    [InlineData("account:CloseAccount", "arn:*:account::*:account", true, false)]
    [InlineData("account:CloseAccount", "arn:*:account::*:accounts", false, false)]
    [InlineData("s3:DeleteBucket", "arn:aws:s3:::*", true, false)]
    [InlineData("s3:DeleteBucket", "arn:aws:s3:::bucket", false, true)]
    public void A_statement_names_all_resources_or_some(string action, string resource, bool isDenied, bool depends)
    {
        var classes = new RequestSpace([DenyStatement.Of(On(action, resource), 0)], []).Classes([action], Asked.Always);
        var ofPartition = classes.Where(c => c.Place is null or { Partition: Partition.Aws }).ToList();
        Assert.NotEmpty(ofPartition);
        Assert.All(
            ofPartition,
            c => Assert.Equal((isDenied, depends), (c.DeniedBy is not null, c.Depends is not null))
        );
    }

    /// <summary>One statement may look at several resources of a call, and in each at other places.</summary>
    [Fact]
    public void A_statement_on_two_kinds_of_resources_is_asked_about_both()
    {
        var deny = On("ec2:RunInstances", "arn:aws:ec2:us-east-1::image/*", "arn:aws:ec2:us-west-2:*:instance/*");
        var classes = new RequestSpace([DenyStatement.Of(deny, 0)], []).Classes(["ec2:RunInstances"], Asked.Always);
        var denied = classes.Where(c => c.DeniedBy is not null).Select(c => c.Place!.Region).ToList();
        Assert.Contains("us-east-1", denied);
        Assert.Contains("us-west-2", denied);
        Assert.Contains(classes, c => c.DeniedBy is null);
    }

    [Fact]
    public void Images_are_told_apart_by_their_ids()
    {
        var classes = Classes("ec2:RunInstances", On("ec2:RunInstances", "arn:*:ec2:*::image/ami-1*"));
        Assert.All(classes, c => Assert.True(c.Place!.MattersByImage));
        Assert.All(
            classes,
            c => Assert.Equal(c.DeniedBy is not null, c.Place!.ImageId.StartsWith("ami-1", StringComparison.Ordinal))
        );
        Assert.Equal([true, false], classes.Select(c => c.DeniedBy is not null).Distinct().OrderDescending());
    }
}
