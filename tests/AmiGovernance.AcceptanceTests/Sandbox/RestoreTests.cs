using System.Text;
using Amazon.EC2;
using Amazon.EC2.Model;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Sandbox;

/// <summary>
/// Restores and copies under what is generated. AWS managed policy AWSBackupServiceRolePolicyForRestores: a restore is `ec2:RunInstances`
/// under the backup role; EC2 user guide, "Allowed AMIs": images of the account itself are always usable; "Grant permissions to copy
/// Amazon EC2 AMIs": a copy is authorized on its source and on the new image.
/// </summary>
public sealed class RestoreTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private const string BackupRole = "service-role/AWSBackupDefaultServiceRole";

    private static async Task<SandboxRig> Start(bool restores, bool deniesCopies = false, bool isDeclarative = true)
    {
        var roles = $$"""[ { "arn": "arn:*:iam::*:role/{{BackupRole}}", "service": "aws_backup" } ]""";
        var text = $$"""
            {
              "ops_publisher_account": { "account_id": "{{WorldGenerator.GoldenImages}}" },
              "publisher_aliases": [ "amazon" ],
              "image_creation_roles": {{roles}},
              "restore_roles": {{(restores ? roles : "[]")}},
              "policy_config": { "deny_foreign_image_copies": {{(deniesCopies ? "true" : "false")}} }
            }
            """;
        var bag = new DiagnosticBag();
        var config = ConfigReader.Read(SourceText.FromString("c.json", text), bag)!;
        var policies = PolicyGenerator.Generate(config, new DateOnly(2026, 1, 3), AllowedImagesState.Enabled, bag)!;
        Assert.False(bag.HasErrors);
        var rig = await SandboxRig.Start();
        foreach (var account in new[] { SandboxRig.Workload, WorldGenerator.GoldenImages })
            rig.World.Roles[(AccountId.Parse(account), BackupRole)] = new SandboxRole();
        foreach (var (document, i) in policies.ServiceControlPolicies.Select((d, i) => (d, i)))
            rig.Attach(
                OrganizationPolicyType.ServiceControlPolicy,
                Encoding.UTF8.GetString(PolicyWriter.Minified(document)),
                name: $"scp-{i}"
            );
        if (isDeclarative)
            rig.Attach(
                OrganizationPolicyType.DeclarativePolicyEc2,
                Encoding.UTF8.GetString(DeclarativePolicyWriter.Organizations(policies.Declarative, indented: false)),
                name: "declarative"
            );
        return rig;
    }

    private static async Task<AmazonEC2Client> Backup(SandboxRig rig) =>
        rig.Ec2(await rig.Session(BackupRole, "restore"));

    [Fact]
    public async Task The_backup_role_restores_its_accounts_image_and_launches_no_strangers()
    {
        await using var rig = await Start(restores: true);
        using var backup = await Backup(rig);
        await backup.RunInstancesAsync(SandboxRig.Launch(rig.Image(SandboxRig.Workload)), Cancel);
        await backup.RunInstancesAsync(SandboxRig.Launch(rig.Image(WorldGenerator.GoldenImages)), Cancel);
        var (code, message) = await SandboxRig.Error(
            backup.RunInstancesAsync(SandboxRig.Launch(rig.Image(WorldGenerator.Vendor)), Cancel)
        );
        Assert.Equal("UnauthorizedOperation", code);
        Assert.Contains("with an explicit deny in a service control policy", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_launches_the_accounts_own_image()
    {
        await using var rig = await Start(restores: true);
        using var administrator = rig.Ec2();
        var own = administrator.RunInstancesAsync(SandboxRig.Launch(rig.Image(SandboxRig.Workload)), Cancel);
        Assert.Equal("UnauthorizedOperation", (await SandboxRig.Error(own)).Code);
    }

    [Fact]
    public async Task Without_restore_roles_a_backup_is_made_and_cannot_be_restored()
    {
        await using var rig = await Start(restores: false);
        using var backup = await Backup(rig);
        var made = await Copy(backup, rig.Image(SandboxRig.Workload));
        var restored = backup.RunInstancesAsync(
            new RunInstancesRequest
            {
                ImageId = made.ImageId,
                MinCount = 1,
                MaxCount = 1,
            },
            Cancel
        );
        Assert.Equal("UnauthorizedOperation", (await SandboxRig.Error(restored)).Code);
    }

    /// <summary>The declarative policy is off the way: it would hide what is not allowed.</summary>
    [Theory]
    [InlineData(true, true, SandboxRig.Workload, true)]
    [InlineData(true, true, WorldGenerator.Amazon, true)]
    [InlineData(true, true, WorldGenerator.Vendor, false)]
    [InlineData(true, false, WorldGenerator.GoldenImages, true)]
    [InlineData(true, false, WorldGenerator.Vendor, false)]
    [InlineData(false, true, SandboxRig.Workload, true)]
    [InlineData(false, true, WorldGenerator.Vendor, true)]
    [InlineData(false, false, WorldGenerator.Vendor, true)]
    public async Task Copies(bool isDenied, bool byBackupRole, string source, bool passes)
    {
        await using var rig = await Start(restores: false, isDenied, isDeclarative: false);
        using var ec2 = byBackupRole ? await Backup(rig) : rig.Ec2(WorldGenerator.GoldenImages);
        var copy = Copy(ec2, rig.Image(source));
        if (passes)
            Assert.StartsWith("ami-", (await copy).ImageId, StringComparison.Ordinal);
        else
            Assert.Equal("UnauthorizedOperation", (await SandboxRig.Error(copy)).Code);
    }

    private static Task<CopyImageResponse> Copy(AmazonEC2Client ec2, SandboxImage source) =>
        ec2.CopyImageAsync(
            new CopyImageRequest
            {
                SourceImageId = source.Id.Value,
                SourceRegion = "us-east-1",
                Name = "copy",
            },
            Cancel
        );
}
