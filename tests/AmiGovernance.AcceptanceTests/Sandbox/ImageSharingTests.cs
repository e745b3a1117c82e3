using Amazon.EC2;
using Amazon.EC2.Model;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.World;
using LaunchPermission = Amazon.EC2.Model.LaunchPermission;

namespace AmiGovernance.AcceptanceTests.Sandbox;

/// <summary>An image reaches those whom it is shared with, and the public only where nothing stops it.</summary>
public sealed class ImageSharingTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_those_who_were_given_an_image_see_it_and_launch_it()
    {
        await using var rig = await SandboxRig.Start();
        var legacy = rig.Image(WorldGenerator.PaymentsLegacy);
        using var ec2 = rig.Ec2();
        using var legacyOwner = rig.Ec2(WorldGenerator.PaymentsLegacy);
        async Task<bool> MayLaunch()
        {
            var code = (
                await SandboxRig.Error(ec2.RunInstancesAsync(SandboxRig.Launch(legacy, dryRun: true), Cancel))
            ).Code;
            var sees =
                (
                    await ec2.DescribeImagesAsync(
                        new DescribeImagesRequest { Owners = [WorldGenerator.PaymentsLegacy] },
                        Cancel
                    )
                ).Images is
                { Count: > 0 };
            Assert.Equal(code == "DryRunOperation", sees);
            return sees;
        }
        async Task Share(LaunchPermission permission) =>
            await legacyOwner.ModifyImageAttributeAsync(
                new ModifyImageAttributeRequest
                {
                    ImageId = legacy.Id.Value,
                    LaunchPermission = new LaunchPermissionModifications { Add = [permission] },
                },
                Cancel
            );
        Assert.False(await MayLaunch());
        await Share(new LaunchPermission { UserId = WorldGenerator.Observability });
        Assert.False(await MayLaunch());
        var parent = rig.World.Lookup.Account(SandboxRig.Workload)!.ParentId;
        await Share(
            new LaunchPermission
            {
                OrganizationalUnitArn =
                    $"arn:aws:organizations::{WorldGenerator.Management}:ou/o-a1b2c3d4e5/ou-a1b2-security1",
            }
        );
        Assert.False(await MayLaunch());
        // The unit above the account's own counts too.
        Assert.Equal("ou-a1b2-workload1", rig.World.Lookup.Unit(parent)!.ParentId);
        await Share(
            new LaunchPermission
            {
                OrganizationalUnitArn =
                    $"arn:aws:organizations::{WorldGenerator.Management}:ou/o-a1b2c3d4e5/ou-a1b2-workload1",
            }
        );
        Assert.True(await MayLaunch());
        var permissions = await legacyOwner.DescribeImageAttributeAsync(
            new DescribeImageAttributeRequest
            {
                ImageId = legacy.Id.Value,
                Attribute = ImageAttributeName.LaunchPermission,
            },
            Cancel
        );
        Assert.Equal(4, permissions.ImageAttribute.LaunchPermissions.Count);
    }

    [Fact]
    public async Task Public_sharing_is_stopped_by_block_public_access_and_limited_to_five_images()
    {
        await using var rig = await SandboxRig.Start(images: 7);
        using var ec2 = rig.Ec2();
        foreach (var image in rig.World.Ec2.OwnedBy(SandboxRig.Workload, "us-east-1").ToList())
            rig.World.Ec2.Put(image with { Encrypted = false, LaunchPermissions = [] });
        Task Publish(SandboxImage image) =>
            ec2.ModifyImageAttributeAsync(
                new ModifyImageAttributeRequest
                {
                    ImageId = image.Id.Value,
                    LaunchPermission = new LaunchPermissionModifications
                    {
                        Add = [new LaunchPermission { Group = PermissionGroup.All }],
                    },
                },
                Cancel
            );
        var images = rig.World.Ec2.OwnedBy(SandboxRig.Workload, "us-east-1").ToList();
        Assert.Contains(
            "block public access for AMIs is enabled",
            (await SandboxRig.Error(Publish(images[0]))).Message,
            StringComparison.Ordinal
        );
        await ec2.DisableImageBlockPublicAccessAsync(new DisableImageBlockPublicAccessRequest(), Cancel);
        foreach (var image in images.Take(5))
            await Publish(image);
        Assert.Equal("ResourceLimitExceeded", (await SandboxRig.Error(Publish(images[5]))).Code);
        rig.Attach(
            OrganizationPolicyType.DeclarativePolicyEc2,
            """{"ec2_attributes":{"image_block_public_access":{"state":{"@@assign":"block_new_sharing"}}}}"""
        );
        Assert.Equal(
            "OperationNotPermitted",
            (
                await SandboxRig.Error(
                    ec2.DisableImageBlockPublicAccessAsync(new DisableImageBlockPublicAccessRequest(), Cancel)
                )
            ).Code
        );
        Assert.Equal(
            ManagedBy.DeclarativePolicy,
            (
                await ec2.GetImageBlockPublicAccessStateAsync(new GetImageBlockPublicAccessStateRequest(), Cancel)
            ).ManagedBy
        );
    }
}
