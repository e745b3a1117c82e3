using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Tests.Policies.Iam;

/// <summary>
/// Which condition keys and resources the parameters of a launch tell (Service Authorization Reference for Amazon EC2, `RunInstances`;
/// EC2 API reference, "RunInstances").
/// </summary>
public sealed class LaunchParametersTests
{
    private static LaunchParameters Of(params string[] parameters) =>
        LaunchParameters.Of([.. parameters.Select(p => JsonDocument.Parse(p).RootElement)]);

    private static IEnumerable<string> Keys(LaunchParameters parameters) =>
        parameters.Keys.Select(k => $"{k.Key}={k.Value}").Order(StringComparer.Ordinal);

    /// <summary>CloudTrail begins names with small letters and wraps lists into `items`.</summary>
    [Fact]
    public void A_record_of_CloudTrail_tells_keys_and_resources()
    {
        var parameters = Of(
            """
            {
              "instancesSet": { "items": [ { "imageId": "ami-0123456789abcdef0", "minCount": 1, "keyName": "team" } ] },
              "instanceType": "m5.large",
              "ebsOptimized": false,
              "blockDeviceMapping": { "items": [ { "ebs": { "volumeType": "gp3", "encrypted": true, "snapshotId": "snap-1" } } ] },
              "networkInterfaceSet": { "items": [ { "subnetId": "subnet-1", "groupSet": { "items": [ { "groupId": "sg-1" } ] } } ] },
              "groupSet": { "items": [ { "groupId": "sg-2" }, { "groupId": "sg-1" } ] },
              "placement": { "groupName": "near", "tenancy": "dedicated" },
              "metadataOptions": { "httpTokens": "required", "httpPutResponseHopLimit": 1 },
              "userData": "",
              "ignored": null
            }
            """
        );
        Assert.Equal(
            [
                "ec2:EbsOptimized=false",
                "ec2:Encrypted=true",
                "ec2:InstanceType=m5.large",
                "ec2:KeyPairName=team",
                "ec2:MetadataHttpPutResponseHopLimit=1",
                "ec2:MetadataHttpTokens=required",
                "ec2:Tenancy=dedicated",
                "ec2:VolumeType=gp3",
            ],
            Keys(parameters)
        );
        Assert.Equal(
            [
                "key-pair/team",
                "snapshot/snap-1",
                "subnet/subnet-1",
                "security-group/sg-1",
                "security-group/sg-2",
                "placement-group/near",
            ],
            parameters.Resources.Select(r => $"{r.Type}/{r.Id}")
        );
        Assert.False(parameters.HasTemplate);
    }

    /// <summary>The EC2 API reference begins names with capital letters and has lists as they are.</summary>
    [Fact]
    public void Parameters_of_the_API_tell_the_same()
    {
        var parameters = Of(
            """{ "InstanceType": "m5.large", "SecurityGroupId": [ "sg-1", "sg-2" ], "Placement": { "GroupName": "near" } }"""
        );
        Assert.Equal(["ec2:InstanceType=m5.large"], Keys(parameters));
        Assert.Equal(
            ["security-group/sg-1", "security-group/sg-2", "placement-group/near"],
            parameters.Resources.Select(r => $"{r.Type}/{r.Id}")
        );
    }

    /// <summary>A group of another kind than a placement has the same parameter.</summary>
    [Fact]
    public void A_name_of_a_group_alone_tells_no_resource() =>
        Assert.Empty(Of("""{ "groupName": "near", "licenses": { "groupId": "x" } }""").Resources);

    [Fact]
    public void Two_values_of_one_key_leave_it_out_and_the_same_twice_does_not()
    {
        Assert.Empty(Of("""{ "ebs": [ { "volumeType": "gp3" }, { "volumeType": "io2" } ] }""").Keys);
        Assert.Equal(
            ["ec2:VolumeType=gp3"],
            Keys(Of("""{ "ebs": [ { "volumeType": "gp3" } ] }""", """{ "volumeType": "gp3" }"""))
        );
    }

    [Fact]
    public void A_launch_template_sets_more_than_the_parameters_show()
    {
        var parameters = Of("""{ "launchTemplate": { "launchTemplateId": "lt-1", "version": "2" } }""");
        Assert.True(parameters.HasTemplate);
        Assert.Equal(("launch-template", "lt-1"), parameters.Resources.Single());
        Assert.True(Of("""{ "LaunchTemplateName": "web" }""").HasTemplate);
    }

    /// <summary>Service Authorization Reference, resource types of Amazon EC2: the ARN of a snapshot has no account.</summary>
    [Fact]
    public void ARNs_have_the_account_where_the_resource_type_has_one() =>
        Assert.Equal(
            ["arn:aws-cn:ec2:cn-north-1::snapshot/snap-1", "arn:aws-cn:ec2:cn-north-1:111122223333:subnet/subnet-1"],
            Of("""{ "snapshotId": "snap-1", "subnetId": "subnet-1" }""")
                .Arns(Partition.AwsCn, "cn-north-1", "111122223333")
        );

    /// <summary>Text of strangers: what is nested without end is not followed.</summary>
    [Theory]
    [InlineData(6, true)]
    [InlineData(40, false)]
    public void Depth_has_an_end(int depth, bool isFound)
    {
        var nested =
            string.Concat(Enumerable.Repeat("""{"a":""", depth))
            + """{"subnetId":"subnet-1"}"""
            + new string('}', depth);
        Assert.Equal(isFound, !Of(nested).Resources.IsEmpty);
        var listed = new string('[', depth) + """{"subnetId":"subnet-1"}""" + new string(']', depth);
        Assert.Equal(isFound, !Of(listed).Resources.IsEmpty);
    }
}
