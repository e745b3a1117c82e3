using Amazon.EC2;
using Amazon.EC2.Model;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.AcceptanceTests.Sandbox;

/// <summary>A snapshot becomes public only where nothing stops it (EBS user guide, "Block public access for snapshots").</summary>
public sealed class SnapshotSharingTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private static ModifySnapshotAttributeRequest Change(string snapshot, OperationType operation) =>
        new()
        {
            SnapshotId = snapshot,
            Attribute = SnapshotAttributeName.CreateVolumePermission,
            OperationType = operation,
            GroupNames = ["all"],
        };

    private static string Unencrypted(SandboxRig rig)
    {
        var image = rig.World.Ec2.OwnedBy(SandboxRig.Workload, "us-east-1").First() with { Encrypted = false };
        rig.World.Put(image);
        return image.SnapshotId;
    }

    [Theory]
    [InlineData("block-all-sharing")]
    [InlineData("block-new-sharing")]
    public async Task An_account_blocks_public_sharing_for_itself(string state)
    {
        await using var rig = await SandboxRig.Start();
        using var ec2 = rig.Ec2();
        var snapshot = Unencrypted(rig);
        await ec2.ModifySnapshotAttributeAsync(Change(snapshot, OperationType.Add), Cancel);
        Assert.Contains(rig.World.Ec2.Images, i => i.SnapshotId == snapshot && i.PublicSnapshot);
        await ec2.ModifySnapshotAttributeAsync(Change(snapshot, OperationType.Remove), Cancel);
        Assert.DoesNotContain(rig.World.Ec2.Images, i => i.SnapshotId == snapshot && i.PublicSnapshot);

        var set = await ec2.EnableSnapshotBlockPublicAccessAsync(
            new EnableSnapshotBlockPublicAccessRequest { State = state },
            Cancel
        );
        Assert.Equal(state, set.State.Value);
        var error = await SandboxRig.Error(
            ec2.ModifySnapshotAttributeAsync(Change(snapshot, OperationType.Add), Cancel)
        );
        Assert.Equal("OperationNotPermitted", error.Code);
        var off = await ec2.DisableSnapshotBlockPublicAccessAsync(
            new DisableSnapshotBlockPublicAccessRequest(),
            Cancel
        );
        Assert.Equal("unblocked", off.State.Value);
        await ec2.ModifySnapshotAttributeAsync(Change(snapshot, OperationType.Add), Cancel);
    }

    [Fact]
    public async Task Under_a_declarative_policy_the_account_cannot_change_it()
    {
        await using var rig = await SandboxRig.Start();
        using var ec2 = rig.Ec2();
        rig.Attach(
            OrganizationPolicyType.DeclarativePolicyEc2,
            """{"ec2_attributes":{"exception_message":{"@@assign":"Ask the cloud team"},"snapshot_block_public_access":{"state":{"@@assign":"block_all_sharing"}}}}"""
        );
        var found = await ec2.GetSnapshotBlockPublicAccessStateAsync(
            new GetSnapshotBlockPublicAccessStateRequest(),
            Cancel
        );
        Assert.Equal("block-all-sharing", found.State.Value);
        Assert.Equal(ManagedBy.DeclarativePolicy, found.ManagedBy);
        foreach (
            var error in new[]
            {
                await SandboxRig.Error(
                    ec2.EnableSnapshotBlockPublicAccessAsync(
                        new EnableSnapshotBlockPublicAccessRequest { State = "block-new-sharing" },
                        Cancel
                    )
                ),
                await SandboxRig.Error(
                    ec2.DisableSnapshotBlockPublicAccessAsync(new DisableSnapshotBlockPublicAccessRequest(), Cancel)
                ),
            }
        )
        {
            Assert.Equal("OperationNotPermitted", error.Code);
            Assert.Contains("Ask the cloud team", error.Message, StringComparison.Ordinal);
        }
        Assert.Equal(
            "OperationNotPermitted",
            (
                await SandboxRig.Error(
                    ec2.ModifySnapshotAttributeAsync(Change(Unencrypted(rig), OperationType.Add), Cancel)
                )
            ).Code
        );
    }

    /// <summary>EC2 API reference, "ModifySnapshotAttribute": encrypted snapshots cannot be made public; Control Tower, CT.EC2.PV.3.</summary>
    [Fact]
    public async Task An_encrypted_snapshot_stays_private_and_a_policy_on_the_group_is_asked()
    {
        await using var rig = await SandboxRig.Start();
        using var ec2 = rig.Ec2();
        var encrypted = rig.World.Ec2.OwnedBy(SandboxRig.Workload, "us-east-1").First(i => i.Encrypted).SnapshotId;
        Assert.Equal(
            "InvalidParameter",
            (
                await SandboxRig.Error(ec2.ModifySnapshotAttributeAsync(Change(encrypted, OperationType.Add), Cancel))
            ).Code
        );
        var snapshot = Unencrypted(rig);
        rig.Attach(
            OrganizationPolicyType.ServiceControlPolicy,
            """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"ec2:ModifySnapshotAttribute","Resource":"*","Condition":{"StringEquals":{"ec2:Add/group":"all"}}}]}"""
        );
        Assert.Equal(
            "UnauthorizedOperation",
            (await SandboxRig.Error(ec2.ModifySnapshotAttributeAsync(Change(snapshot, OperationType.Add), Cancel))).Code
        );
        await ec2.ModifySnapshotAttributeAsync(Change(snapshot, OperationType.Remove), Cancel);
    }
}
