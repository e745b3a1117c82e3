using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Tests.Policies.Iam;

/// <summary>Facts from the Service Authorization Reference for Amazon EC2 that the guardrails rest on.</summary>
public sealed class ActionTableTests
{
    private static ActionDefinition Ec2(string name) =>
        ActionTable.Service("ec2")?.Find(name) ?? throw new InvalidOperationException(name);

    [Fact]
    public void Every_launch_action_carries_an_image_and_its_owner()
    {
        foreach (var action in GuardedActions.Launch)
        {
            var images = Ec2(action[4..]).ResourcesMatching([GuardedActions.ImageArn]).ToList();
            Assert.Equal(["image"], images.Select(r => r.Type.Name));
            Assert.True(Ec2(action[4..]).Carries("ec2:Owner", images), action);
        }
    }

    /// <summary>Completeness: no other action of EC2 takes an existing image to start something from it.</summary>
    [Fact]
    public void No_action_that_starts_from_an_image_is_forgotten()
    {
        var known = GuardedActions
            .Launch.Concat(GuardedActions.Creation)
            .Concat(GuardedActions.Sharing)
            .Select(a => a[4..])
            .Concat(OtherImageActions)
            .Order(StringComparer.Ordinal);
        var onImages = ActionTable
            .Service("ec2")!
            .All.Where(a => a.Resources.Any(r => r.Type.Name == "image"))
            .Select(a => a.Name);
        Assert.Empty(onImages.Except(known));
    }

    // They describe, tag, end or archive images of the account, or change what is not launch permission.
    private static readonly string[] OtherImageActions =
    [
        "AttachImageWatermark",
        "CancelImageLaunchPermission",
        "CreateImageUsageReport",
        "CreateStoreImageTask",
        "CreateTags",
        "DeleteTags",
        "DeregisterImage",
        "DescribeImageAttribute",
        "DisableFastLaunch",
        "DetachImageWatermark",
        "DisableImage",
        "DisableImageDeprecation",
        "DisableImageDeregistrationProtection",
        "EnableImage",
        "EnableImageDeprecation",
        "EnableImageDeregistrationProtection",
        "ExportImage",
        "GetImageAncestry",
        "ReplaceImageInstanceTypeSpecification",
    ];

    [Theory]
    [InlineData("RunScheduledInstances")]
    [InlineData("ModifySpotFleetRequest")]
    [InlineData("CreateLaunchTemplate")]
    [InlineData("CreateLaunchTemplateVersion")]
    public void Actions_without_an_image_resource_are_left_out(string action) =>
        Assert.Empty(Ec2(action).ResourcesMatching([GuardedActions.ImageArn]));

    [Fact]
    public void One_pattern_of_several_finds_a_resource() =>
        Assert.Equal(
            ["image"],
            Ec2("RunInstances")
                .ResourcesMatching(["arn:aws:s3:::bucket", GuardedActions.ImageArn])
                .Select(r => r.Type.Name)
        );

    /// <summary>Service Authorization Reference, API Gateway Management: a model is below `apis` or below `restapis`.</summary>
    [Fact]
    public void One_ARN_of_several_of_a_type_is_enough() =>
        Assert.Contains(
            "Model",
            ActionTable
                .Service("apigateway")!
                .Find("GET")!
                .ResourcesMatching(["arn:aws:apigateway:us-east-1::/restapis/*"])
                .Select(r => r.Type.Name)
        );

    [Theory]
    [InlineData("ec2:RunInstances", "ec2")]
    [InlineData("aws:PrincipalTag/a:b", "aws")]
    [InlineData(":RunInstances", null)]
    [InlineData("RunInstances", null)]
    public void A_prefix_stands_before_the_colon(string action, string? prefix) =>
        Assert.Equal(prefix, ActionTable.PrefixOf(action));

    [Fact]
    public void ModifyImageAttribute_never_carries_the_key_of_snapshots() =>
        Assert.False(Ec2("ModifyImageAttribute").Carries("ec2:Add/group", Ec2("ModifyImageAttribute").Resources));

    [Fact]
    public void The_native_guardrails_are_authorized_on_no_resource()
    {
        foreach (var action in DeclarativeAttributes.Governed.SelectMany(a => a.WeakenedBy))
            Assert.Empty(Ec2(action[4..]).Resources);
    }

    /// <summary>A tag key has at least one character (EC2 user guide, "Tag restrictions").</summary>
    [Theory]
    [InlineData("aws:ResourceTag/${TagKey}", "aws:ResourceTag/team", true)]
    [InlineData("aws:ResourceTag/${TagKey}", "AWS:resourcetag/t", true)]
    [InlineData("aws:ResourceTag/${TagKey}", "aws:ResourceTag/", false)]
    [InlineData("aws:ResourceTag/${TagKey}", "aws:RequestTag/team", false)]
    [InlineData("ec2:Owner", "EC2:owner", true)]
    [InlineData("ec2:Owner", "ec2:OwnerId", false)]
    public void A_key_of_the_table_stands_for_a_key_of_a_policy(string known, string key, bool isSame) =>
        Assert.Equal(isSame, ServiceActions.KeyMatches(known, key));

    [Theory]
    [InlineData("states:HTTPEndpoint", true)]
    [InlineData("ec2:Owner", false)]
    [InlineData("ec2:InstanceType", false)]
    [InlineData("ec2:NoSuchKey", false)]
    [InlineData("nosuchservice:Key", false)]
    [InlineData("aws:PrincipalArn", false)]
    public void A_key_that_is_listed_for_no_action_is_told(string key, bool isListed) =>
        Assert.Equal(isListed, ActionTable.IsListedWithoutAction(key));

    [Theory]
    [InlineData("ec2:InstanceType", "String")]
    [InlineData("ec2:EbsOptimized", "Bool")]
    [InlineData("aws:SourceIp", "IPAddress")]
    [InlineData("aws:CurrentTime", "Date")]
    [InlineData("aws:PrincipalOrgPaths", "String")]
    [InlineData("ec2:NoSuchKey", null)]
    [InlineData("nosuchservice:Key", null)]
    public void A_key_has_the_type_that_AWS_gives_it(string key, string? type) =>
        Assert.Equal(type, ActionTable.TypeOf(key)?.Type);

    /// <summary>Keys stand with an action, with one of its resources, or with every request.</summary>
    [Theory]
    [InlineData("RunInstances", "image", "ec2:Owner", true)]
    [InlineData("RunInstances", "image", "ec2:InstanceType", false)]
    [InlineData("RunInstances", "instance", "ec2:InstanceType", true)]
    [InlineData("RunInstances", "instance", "ec2:Owner", false)]
    [InlineData("RunInstances", "subnet", "ec2:SubnetID", true)]
    [InlineData("RunInstances", "subnet", "ec2:Region", true)]
    [InlineData("RunInstances", "instance", "aws:PrincipalArn", true)]
    [InlineData("RunInstances", "instance", "aws:NoSuchKey", false)]
    public void A_request_carries_a_key_on_the_resources_that_have_it(
        string action,
        string resource,
        string key,
        bool carries
    ) => Assert.Equal(carries, Ec2(action).Carries(key, Ec2(action).Resources.Where(r => r.Type.Name == resource)));

    [Fact]
    public void A_key_that_one_of_several_resources_has_is_carried() =>
        Assert.True(Ec2("RunInstances").Carries("ec2:SubnetID", Ec2("RunInstances").Resources));

    [Fact]
    public void Every_section_can_be_read()
    {
        var services = ActionTable.ServicePrefixes().ToList();
        Assert.True(services.Count > 400);
        Assert.True(services.Sum(s => ActionTable.Service(s)!.All.Count()) > 20_000);
    }
}
