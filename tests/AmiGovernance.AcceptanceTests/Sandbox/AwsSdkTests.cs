using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.World;
using DescribeInstancesRequest = Amazon.EC2.Model.DescribeInstancesRequest;
using ImageState = Amazon.EC2.ImageState;

namespace AmiGovernance.AcceptanceTests.Sandbox;

/// <summary>The sandbox before the AWS SDK for .NET, also for what the installed AWS CLI may be too old for.</summary>
public sealed class AwsSdkTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reads_images_over_several_pages_and_what_instances_came_from()
    {
        await using var rig = await SandboxRig.Start(images: 23);
        using var ec2 = rig.Ec2();
        var images = new List<Image>();
        await foreach (
            var image in ec2
                .Paginators.DescribeImages(new DescribeImagesRequest { Owners = ["self"], MaxResults = 5 })
                .Images.WithCancellation(Cancel)
        )
            images.Add(image);
        Assert.Equal(
            rig.World.Ec2.OwnedBy(SandboxRig.Workload, "us-east-1").Select(i => (i.Id.Value, i.Name, i.IsPublic)),
            images.Select(i => (i.ImageId, i.Name, i.Public == true))
        );
        Assert.All(images, i => Assert.Equal(ImageState.Available, i.State));
        var metadata = await ec2.DescribeInstanceImageMetadataAsync(new DescribeInstanceImageMetadataRequest(), Cancel);
        Assert.Equal(
            rig.World.Ec2.InstancesOf(SandboxRig.Workload, "us-east-1").Select(i => (i.Id, i.ImageId.Value)),
            metadata.InstanceImageMetadata.Select(m => (m.InstanceId, m.ImageMetadata.ImageId))
        );
        var regions = await ec2.DescribeRegionsAsync(new DescribeRegionsRequest { AllRegions = true }, Cancel);
        Assert.Equal(
            [("us-east-1", "opt-in-not-required"), ("me-south-1", "not-opted-in")],
            regions.Regions.Select(r => (r.RegionName, r.OptInStatus))
        );
    }

    [Fact]
    public async Task Launches_by_template_and_ends_what_it_launched()
    {
        await using var rig = await SandboxRig.Start();
        using var ec2 = rig.Ec2();
        var golden = rig.Image(WorldGenerator.GoldenImages).Id.Value;
        var template = (
            await ec2.CreateLaunchTemplateAsync(
                new CreateLaunchTemplateRequest
                {
                    LaunchTemplateName = "web",
                    LaunchTemplateData = new RequestLaunchTemplateData
                    {
                        ImageId = golden,
                        InstanceType = InstanceType.T3Micro,
                    },
                },
                Cancel
            )
        ).LaunchTemplate;
        await ec2.CreateLaunchTemplateVersionAsync(
            new CreateLaunchTemplateVersionRequest
            {
                LaunchTemplateId = template.LaunchTemplateId,
                SourceVersion = "1",
                LaunchTemplateData = new RequestLaunchTemplateData { InstanceType = InstanceType.T3Large },
            },
            Cancel
        );
        var run = new RunInstancesRequest
        {
            LaunchTemplate = new LaunchTemplateSpecification { LaunchTemplateName = "web", Version = "$Latest" },
            MinCount = 1,
            MaxCount = 1,
            ClientToken = "once",
        };
        var started = (await ec2.RunInstancesAsync(run, Cancel)).Reservation.Instances.Single();
        Assert.Equal((golden, InstanceType.T3Large), (started.ImageId, started.InstanceType));
        // Sent again with the same token, as after a lost answer, it starts nothing more.
        Assert.Equal(
            started.InstanceId,
            (await ec2.RunInstancesAsync(run, Cancel)).Reservation.Instances.Single().InstanceId
        );
        await ec2.TerminateInstancesAsync(new TerminateInstancesRequest([started.InstanceId]), Cancel);
        var left = await ec2.DescribeInstancesAsync(
            new DescribeInstancesRequest { InstanceIds = [started.InstanceId] },
            Cancel
        );
        Assert.Equal("terminated", left.Reservations.Single().Instances.Single().State.Name.Value);
        var references = await ec2.DescribeImageReferencesAsync(
            new DescribeImageReferencesRequest { ImageIds = [golden], IncludeAllResourceTypes = true },
            Cancel
        );
        Assert.Contains(
            references.ImageReferences,
            r =>
                r.ResourceType == ImageReferenceResourceType.Ec2LaunchTemplate
                && r.Arn.EndsWith(template.LaunchTemplateId, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Settings_of_allowed_images_come_back_with_every_kind_of_criterion()
    {
        await using var rig = await SandboxRig.Start();
        using var ec2 = rig.Ec2();
        var criterion = new ImageCriterionRequest
        {
            ImageProviders = ["amazon", WorldGenerator.GoldenImages],
            ImageNames = ["al2023-*"],
            MarketplaceProductCodes = ["abc"],
            CreationDateCondition = new CreationDateConditionRequest { MaximumDaysSinceCreated = 300 },
            DeprecationTimeCondition = new DeprecationTimeConditionRequest { MaximumDaysSinceDeprecated = 0 },
        };
        await ec2.ReplaceImageCriteriaInAllowedImagesSettingsAsync(
            new ReplaceImageCriteriaInAllowedImagesSettingsRequest { ImageCriteria = [criterion] },
            Cancel
        );
        await ec2.EnableAllowedImagesSettingsAsync(
            new EnableAllowedImagesSettingsRequest
            {
                AllowedImagesSettingsState = AllowedImagesSettingsEnabledState.AuditMode,
            },
            Cancel
        );
        var settings = await ec2.GetAllowedImagesSettingsAsync(new GetAllowedImagesSettingsRequest(), Cancel);
        Assert.Equal(("audit-mode", ManagedBy.Account), (settings.State, settings.ManagedBy));
        var read = settings.ImageCriteria.Single();
        Assert.Equal(
            criterion.ImageProviders.Concat(criterion.ImageNames).Concat(criterion.MarketplaceProductCodes),
            read.ImageProviders.Concat(read.ImageNames).Concat(read.MarketplaceProductCodes)
        );
        Assert.Equal(
            (300, 0),
            (
                read.CreationDateCondition.MaximumDaysSinceCreated,
                read.DeprecationTimeCondition.MaximumDaysSinceDeprecated
            )
        );
        var marked = await ec2.DescribeImagesAsync(
            new DescribeImagesRequest { Filters = [new Amazon.EC2.Model.Filter("image-allowed", ["false"])] },
            Cancel
        );
        Assert.Contains(marked.Images, i => i.OwnerId == WorldGenerator.Vendor);
        Assert.All(marked.Images, i => Assert.False(i.ImageAllowed));
    }

    [Fact]
    public async Task Takes_on_a_role_until_the_session_ends()
    {
        await using var rig = await SandboxRig.Start();
        using var sts = rig.Sts();
        var role = new AssumeRoleRequest
        {
            RoleArn = $"arn:aws:iam::{SandboxRig.Workload}:role/OrganizationAccountAccessRole",
            RoleSessionName = "test",
            DurationSeconds = 900,
        };
        var session = (await sts.AssumeRoleAsync(role, Cancel)).Credentials;
        using var ec2 = rig.Ec2(session);
        Assert.All(
            (await ec2.DescribeImagesAsync(new DescribeImagesRequest { Owners = ["self"] }, Cancel)).Images,
            i => Assert.Equal(SandboxRig.Workload, i.OwnerId)
        );
        rig.World.ClockOffset += TimeSpan.FromMinutes(16);
        Assert.Equal(
            "RequestExpired",
            (
                await Assert.ThrowsAsync<AmazonEC2Exception>(() =>
                    ec2.DescribeImagesAsync(new DescribeImagesRequest(), Cancel)
                )
            ).ErrorCode
        );
        using var other = new AmazonSecurityTokenServiceClient(
            session,
            new AmazonSecurityTokenServiceConfig
            {
                ServiceURL = rig.Server.Address.ToString(),
                AuthenticationRegion = "us-east-1",
            }
        );
        Assert.Equal(
            "ExpiredToken",
            (
                await Assert.ThrowsAsync<AmazonSecurityTokenServiceException>(() =>
                    other.GetCallerIdentityAsync(new GetCallerIdentityRequest(), Cancel)
                )
            ).ErrorCode
        );
        // Too long, of a suspended account, of an account that trusts only the management account.
        role.DurationSeconds = 7200;
        Assert.Equal(
            "ValidationError",
            (
                await Assert.ThrowsAsync<AmazonSecurityTokenServiceException>(() => sts.AssumeRoleAsync(role, Cancel))
            ).ErrorCode
        );
        foreach (
            var (caller, account) in new[]
            {
                (WorldGenerator.Management, WorldGenerator.Suspended),
                (WorldGenerator.GoldenImages, SandboxRig.Workload),
            }
        )
        {
            using var client = rig.Sts(caller);
            var refused = await Assert.ThrowsAsync<AmazonSecurityTokenServiceException>(() =>
                client.AssumeRoleAsync(
                    new AssumeRoleRequest
                    {
                        RoleArn = $"arn:aws:iam::{account}:role/OrganizationAccountAccessRole",
                        RoleSessionName = "test",
                    },
                    Cancel
                )
            );
            Assert.Equal("AccessDenied", refused.ErrorCode);
        }
    }

    [Fact]
    public async Task A_watermark_goes_on_to_copies_keeps_the_image_from_the_public_and_is_taken_off_again()
    {
        await using var rig = await SandboxRig.Start();
        using var ec2 = rig.Ec2();
        var image = (await ec2.DescribeImagesAsync(new DescribeImagesRequest { Owners = ["self"] }, Cancel))
            .Images[0]
            .ImageId;
        var key = (
            await ec2.AttachImageWatermarkAsync(
                new AttachImageWatermarkRequest { ImageId = image, WatermarkName = "approved AMI" },
                Cancel
            )
        ).WatermarkKey;
        Assert.Equal($"{SandboxRig.Workload}:approved AMI", key);
        var copy = (
            await ec2.CopyImageAsync(
                new CopyImageRequest
                {
                    SourceImageId = image,
                    SourceRegion = "us-east-1",
                    Name = "copy",
                },
                Cancel
            )
        ).ImageId;
        await ec2.DetachImageWatermarkAsync(
            new DetachImageWatermarkRequest { ImageId = image, WatermarkKey = key },
            Cancel
        );
        Assert.True(
            (
                await ec2.DetachImageWatermarkAsync(
                    new DetachImageWatermarkRequest { ImageId = image, WatermarkKey = key },
                    Cancel
                )
            ).Return
        );
        var images = (
            await ec2.DescribeImagesAsync(new DescribeImagesRequest { ImageIds = [image, copy] }, Cancel)
        ).Images.ToDictionary(i => i.ImageId, i => i.ImageWatermarks ?? []);
        Assert.Empty(images[image]);
        Assert.Equal(key, images[copy].Single().WatermarkKey);
        var share = new ModifyImageAttributeRequest
        {
            ImageId = copy,
            LaunchPermission = new LaunchPermissionModifications
            {
                Add = [new Amazon.EC2.Model.LaunchPermission { Group = "all" }],
            },
        };
        await Assert.ThrowsAsync<AmazonEC2Exception>(() => ec2.ModifyImageAttributeAsync(share, Cancel));
    }

    [Fact]
    public async Task A_wrong_secret_and_an_unknown_key_are_refused()
    {
        await using var rig = await SandboxRig.Start();
        foreach (
            var credentials in new[]
            {
                new BasicAWSCredentials(
                    CredentialStore.AdministratorKey(AccountId.Parse(SandboxRig.Workload)),
                    "wrong"
                ),
                new BasicAWSCredentials("AKIAUNKNOWN", "sandbox"),
            }
        )
        {
            using var ec2 = rig.Ec2(credentials);
            Assert.Equal(
                "AuthFailure",
                (
                    await Assert.ThrowsAsync<AmazonEC2Exception>(() =>
                        ec2.DescribeRegionsAsync(new DescribeRegionsRequest(), Cancel)
                    )
                ).ErrorCode
            );
        }
        using var s3 = new AmazonS3Client(
            new BasicAWSCredentials(CredentialStore.AdministratorKey(AccountId.Parse(SandboxRig.Workload)), "wrong"),
            new AmazonS3Config { ServiceURL = rig.Server.Address.ToString(), AuthenticationRegion = "us-east-1" }
        );
        Assert.Equal(
            "SignatureDoesNotMatch",
            (await Assert.ThrowsAsync<AmazonS3Exception>(() => s3.ListBucketsAsync(Cancel))).ErrorCode
        );
    }
}
