using System.Text.Json.Nodes;
using Amazon.EC2;
using Amazon.EC2.Model;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Generation;
using Assumptions = AmiGovernance.Sandbox.World.Assumptions;
using LaunchTemplateVersion = AmiGovernance.Sandbox.World.LaunchTemplateVersion;

namespace AmiGovernance.AcceptanceTests.Sandbox;

/// <summary>Both layers are really enforced, for the callers that AWS says they reach.</summary>
public sealed class EnforcementTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private const string LaunchDeny =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["ec2:RunInstances","ec2:CreateFleet","ec2:RequestSpotInstances"],"Resource":"arn:*:ec2:*::image/*","Condition":{"StringNotEquals":{"ec2:Owner":["amazon","123456738923"]}}}]}""";

    private static string Declarative(string state, params string[] providers) =>
        new JsonObject
        {
            ["ec2_attributes"] = new JsonObject
            {
                ["exception_message"] = new JsonObject { ["@@assign"] = "not approved here" },
                ["allowed_images_settings"] = new JsonObject
                {
                    ["state"] = new JsonObject { ["@@assign"] = state },
                    ["image_criteria"] = new JsonObject
                    {
                        ["criteria_1"] = new JsonObject
                        {
                            ["allowed_image_providers"] = new JsonObject
                            {
                                ["@@assign"] = new JsonArray([.. providers.Select(p => (JsonNode)p)]),
                            },
                        },
                    },
                },
            },
        }.ToJsonString();

    [Fact]
    public async Task A_service_control_policy_denies_members_by_owner_alias_and_account_id_but_not_the_management_account()
    {
        await using var rig = await SandboxRig.Start();
        var policy = rig.Attach(OrganizationPolicyType.ServiceControlPolicy, LaunchDeny);
        using var ec2 = rig.Ec2();
        Assert.Equal(
            "DryRunOperation",
            (
                await SandboxRig.Error(
                    ec2.RunInstancesAsync(SandboxRig.Launch(rig.Image(WorldGenerator.Amazon), dryRun: true), Cancel)
                )
            ).Code
        );
        var (code, message) = await SandboxRig.Error(
            ec2.RunInstancesAsync(SandboxRig.Launch(rig.Image(WorldGenerator.Vendor)), Cancel)
        );
        Assert.Equal("UnauthorizedOperation", code);
        Assert.Contains(
            $"User: arn:aws:iam::{SandboxRig.Workload}:user/administrator is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:us-east-1::image/{rig.Image(WorldGenerator.Vendor).Id} with an explicit deny in a service control policy: arn:aws:organizations::{WorldGenerator.Management}:policy/o-a1b2c3d4e5/service_control_policy/{policy.Id}",
            message,
            StringComparison.Ordinal
        );
        using var management = rig.Ec2(WorldGenerator.Management);
        await management.RunInstancesAsync(SandboxRig.Launch(rig.Image(WorldGenerator.Vendor)), Cancel);
    }

    /// <summary>
    /// EC2 user guide, "Grant permissions to copy Amazon EC2 AMIs": the source is authorized since 28 October 2024, the new image as
    /// before; its owner is the caller.
    /// </summary>
    [Theory]
    [InlineData(WorldGenerator.GoldenImages, "amazon", true)]
    [InlineData(WorldGenerator.GoldenImages, "vendor", false)]
    [InlineData(SandboxRig.Workload, "amazon", false)]
    public async Task A_copy_is_authorized_on_its_source_and_on_the_new_image(string caller, string source, bool passes)
    {
        await using var rig = await SandboxRig.Start();
        rig.Attach(
            OrganizationPolicyType.ServiceControlPolicy,
            $$$$"""{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"ec2:CopyImage","Resource":"arn:*:ec2:*::image/*","Condition":{"StringNotEquals":{"ec2:Owner":["amazon","{{{{WorldGenerator.GoldenImages}}}}"]}}}]}"""
        );
        using var ec2 = rig.Ec2(caller);
        var image = rig.Image(source == "amazon" ? WorldGenerator.Amazon : WorldGenerator.Vendor);
        var copy = ec2.CopyImageAsync(
            new CopyImageRequest
            {
                SourceImageId = image.Id.Value,
                SourceRegion = "us-east-1",
                Name = "copy",
            },
            Cancel
        );
        if (passes)
            Assert.StartsWith("ami-", (await copy).ImageId, StringComparison.Ordinal);
        else
            Assert.Equal("UnauthorizedOperation", (await SandboxRig.Error(copy)).Code);
    }

    [Fact]
    public async Task Without_an_allow_on_every_level_nothing_is_allowed()
    {
        await using var rig = await SandboxRig.Start();
        var parent = rig.World.Lookup.Account(SandboxRig.Workload)!.ParentId;
        rig.Attach(
            OrganizationPolicyType.ServiceControlPolicy,
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:Describe*","Resource":"*"}]}""",
            parent,
            "reads"
        );
        Assert.Empty(
            await rig.Organizations("DetachPolicy", $$"""{"PolicyId":"p-FullAWSAccess","TargetId":"{{parent}}"}""")
        );
        using var ec2 = rig.Ec2();
        await ec2.DescribeImagesAsync(new DescribeImagesRequest(), Cancel);
        Assert.Contains(
            "because no service control policy allows the ec2:CreateImage action",
            (
                await SandboxRig.Error(
                    ec2.CreateImageAsync(new CreateImageRequest { InstanceId = "i-12345678", Name = "name" }, Cancel)
                )
            ).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_old_deny_by_organization_id_never_fires_as_every_member_carries_the_id()
    {
        await using var rig = await SandboxRig.Start();
        rig.Attach(
            OrganizationPolicyType.ServiceControlPolicy,
            """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"ec2:RegisterImage","Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}}]}"""
        );
        using var ec2 = rig.Ec2();
        await ec2.RegisterImageAsync(
            new RegisterImageRequest { Name = "sideloaded", ImageLocation = "images/manifest.xml" },
            Cancel
        );
    }

    [Fact]
    public async Task A_declarative_policy_stops_every_caller_but_answers_a_dry_run_before()
    {
        await using var rig = await SandboxRig.Start();
        rig.Attach(
            OrganizationPolicyType.DeclarativePolicyEc2,
            Declarative("enabled", "amazon", WorldGenerator.GoldenImages)
        );
        var vendor = rig.Image(WorldGenerator.Vendor);
        foreach (var account in new[] { SandboxRig.Workload, WorldGenerator.Management })
        {
            using var ec2 = rig.Ec2(account);
            Assert.Equal(
                "DryRunOperation",
                (await SandboxRig.Error(ec2.RunInstancesAsync(SandboxRig.Launch(vendor, dryRun: true), Cancel))).Code
            );
            Assert.Equal(
                ("OperationNotPermitted", "not approved here"),
                await SandboxRig.Error(ec2.RunInstancesAsync(SandboxRig.Launch(vendor), Cancel))
            );
            Assert.Equal(
                ("OperationNotPermitted", "not approved here"),
                await SandboxRig.Error(
                    ec2.CopyImageAsync(
                        new CopyImageRequest
                        {
                            SourceImageId = vendor.Id.Value,
                            SourceRegion = "us-east-1",
                            Name = "copy",
                        },
                        Cancel
                    )
                )
            );
            // It is not found at all any more.
            Assert.Equal(
                "InvalidAMIID.NotFound",
                (
                    await SandboxRig.Error(
                        ec2.DescribeImagesAsync(new DescribeImagesRequest { ImageIds = [vendor.Id.Value] }, Cancel)
                    )
                ).Code
            );
            await ec2.RunInstancesAsync(SandboxRig.Launch(rig.Image(WorldGenerator.GoldenImages)), Cancel);
            Assert.Equal(
                ManagedBy.DeclarativePolicy,
                (await ec2.GetAllowedImagesSettingsAsync(new GetAllowedImagesSettingsRequest(), Cancel)).ManagedBy
            );
            Assert.Equal(
                "OperationNotPermitted",
                (
                    await SandboxRig.Error(
                        ec2.DisableAllowedImagesSettingsAsync(new DisableAllowedImagesSettingsRequest(), Cancel)
                    )
                ).Code
            );
        }
        rig.World.Assumptions = Assumptions.Usual.With("launch-denied", "InvalidAMIID.NotFound")!;
        using var workload = rig.Ec2();
        Assert.Equal(
            "InvalidAMIID.NotFound",
            (await SandboxRig.Error(workload.RunInstancesAsync(SandboxRig.Launch(vendor), Cancel))).Code
        );
        // Its own images launch whatever the criteria.
        await workload.RunInstancesAsync(SandboxRig.Launch(rig.Image(SandboxRig.Workload)), Cancel);
    }

    [Fact]
    public async Task In_audit_mode_images_are_marked_and_nothing_is_stopped()
    {
        await using var rig = await SandboxRig.Start();
        rig.Attach(
            OrganizationPolicyType.DeclarativePolicyEc2,
            Declarative("audit_mode", "amazon", WorldGenerator.GoldenImages)
        );
        using var ec2 = rig.Ec2();
        var started = (await ec2.RunInstancesAsync(SandboxRig.Launch(rig.Image(WorldGenerator.Vendor)), Cancel))
            .Reservation.Instances.Single()
            .InstanceId;
        Assert.False(
            (
                await ec2.DescribeImagesAsync(
                    new DescribeImagesRequest { ImageIds = [rig.Image(WorldGenerator.Vendor).Id.Value] },
                    Cancel
                )
            )
                .Images.Single()
                .ImageAllowed
        );
        Assert.True(
            (
                await ec2.DescribeImagesAsync(
                    new DescribeImagesRequest { ImageIds = [rig.Image(WorldGenerator.GoldenImages).Id.Value] },
                    Cancel
                )
            )
                .Images.Single()
                .ImageAllowed
        );
        var metadata = await ec2.DescribeInstanceImageMetadataAsync(
            new DescribeInstanceImageMetadataRequest { Filters = [new Filter("image-allowed", ["false"])] },
            Cancel
        );
        Assert.Contains(started, metadata.InstanceImageMetadata.Select(m => m.InstanceId));
    }

    [Fact]
    public async Task An_account_with_an_invalid_effective_policy_keeps_its_last_valid_one()
    {
        await using var rig = await SandboxRig.Start();
        rig.Attach(OrganizationPolicyType.DeclarativePolicyEc2, Declarative("enabled", WorldGenerator.GoldenImages));
        using var ec2 = rig.Ec2();
        Assert.Equal(
            "enabled",
            (await ec2.GetAllowedImagesSettingsAsync(new GetAllowedImagesSettingsRequest(), Cancel)).State
        );
        // 200 providers of one criterion are allowed: legal alone, not together with the one that is there.
        var more = new JsonObject
        {
            ["@@append"] = new JsonArray([.. Enumerable.Range(0, 200).Select(i => (JsonNode)$"{100000000000 + i}")]),
        };
        rig.Attach(
            OrganizationPolicyType.DeclarativePolicyEc2,
            new JsonObject
            {
                ["ec2_attributes"] = new JsonObject
                {
                    ["allowed_images_settings"] = new JsonObject
                    {
                        ["state"] = new JsonObject { ["@@assign"] = "disabled" },
                        ["image_criteria"] = new JsonObject
                        {
                            ["criteria_1"] = new JsonObject { ["allowed_image_providers"] = more },
                        },
                    },
                },
            }.ToJsonString(),
            SandboxRig.Workload,
            "too many"
        );
        var settings = await ec2.GetAllowedImagesSettingsAsync(new GetAllowedImagesSettingsRequest(), Cancel);
        Assert.Equal(("enabled", 1), (settings.State, settings.ImageCriteria.Count));
        var invalid = await rig.Organizations(
            "ListAccountsWithInvalidEffectivePolicy",
            """{"PolicyType":"DECLARATIVE_POLICY_EC2"}"""
        );
        Assert.Equal(SandboxRig.Workload, (string?)Assert.Single(invalid["Accounts"]!.AsArray())!["Id"]);
        var errors = await rig.Organizations(
            "ListEffectivePolicyValidationErrors",
            $$"""{"PolicyType":"DECLARATIVE_POLICY_EC2","AccountId":"{{SandboxRig.Workload}}"}"""
        );
        Assert.NotEmpty(errors["EffectivePolicyValidationErrors"]!.AsArray());
    }

    [Fact]
    public async Task Auto_Scaling_and_Spot_pass_the_service_control_policy_and_are_stopped_by_the_declarative_one()
    {
        await using var rig = await SandboxRig.Start();
        var group = rig.World.Resources.Of("auto_scaling_group", SandboxRig.Workload, "us-east-1").Single();
        var template = rig.World.Ec2.LaunchTemplatesOf(SandboxRig.Workload, "us-east-1").Single();
        rig.World.Ec2.Put(
            template with
            {
                Versions =
                [
                    .. template.Versions,
                    new LaunchTemplateVersion(2, rig.Image(WorldGenerator.Vendor).Id.Value, "t3.micro", rig.World.Now),
                ],
            }
        );
        rig.Attach(OrganizationPolicyType.ServiceControlPolicy, LaunchDeny);
        Task<HttpResponseMessage> ScaleOut() =>
            new HttpClient().PostAsync(
                new Uri(rig.Server.Address, "_sandbox/scale-out"),
                new StringContent(
                    $$"""{"account":"{{SandboxRig.Workload}}","region":"us-east-1","group":"{{group.Name}}"}"""
                ),
                Cancel
            );
        Assert.True((await ScaleOut()).IsSuccessStatusCode);
        var record = JsonNode.Parse(
            System.Text.Encoding.UTF8.GetString(
                rig.World.Trail.Of(SandboxRig.Workload, "us-east-1").First().Record.Span
            )
        )!;
        // As in real records of Auto Scaling: the image is in the answer only.
        Assert.Equal("autoscaling.amazonaws.com", (string?)record["userIdentity"]!["invokedBy"]);
        Assert.Null(record["requestParameters"]!["instancesSet"]!["items"]![0]!["imageId"]);
        Assert.Equal(
            rig.Image(WorldGenerator.Vendor).Id.Value,
            (string?)record["responseElements"]!["instancesSet"]!["items"]![0]!["imageId"]
        );
        rig.Attach(OrganizationPolicyType.DeclarativePolicyEc2, Declarative("enabled", WorldGenerator.GoldenImages));
        Assert.Contains(
            "not approved here",
            await (await ScaleOut()).Content.ReadAsStringAsync(Cancel),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_fleet_of_the_callers_own_reports_the_denial_inside_its_answer()
    {
        await using var rig = await SandboxRig.Start();
        using var ec2 = rig.Ec2();
        var template = (
            await ec2.CreateLaunchTemplateAsync(
                new CreateLaunchTemplateRequest
                {
                    LaunchTemplateName = "fleet",
                    LaunchTemplateData = new RequestLaunchTemplateData
                    {
                        ImageId = rig.Image(WorldGenerator.Vendor).Id.Value,
                    },
                },
                Cancel
            )
        ).LaunchTemplate;
        var request = new CreateFleetRequest
        {
            Type = FleetType.Instant,
            TargetCapacitySpecification = new TargetCapacitySpecificationRequest { TotalTargetCapacity = 2 },
            LaunchTemplateConfigs =
            [
                new FleetLaunchTemplateConfigRequest
                {
                    LaunchTemplateSpecification = new FleetLaunchTemplateSpecificationRequest
                    {
                        LaunchTemplateId = template.LaunchTemplateId,
                        Version = "1",
                    },
                },
            ],
        };
        Assert.Equal(2, (await ec2.CreateFleetAsync(request, Cancel)).Instances.Single().InstanceIds.Count);
        rig.Attach(
            OrganizationPolicyType.ServiceControlPolicy,
            LaunchDeny.Replace("\"ec2:CreateFleet\",", "", StringComparison.Ordinal)
        );
        var denied = await ec2.CreateFleetAsync(request, Cancel);
        Assert.Equal("UnauthorizedOperation", denied.Errors.Single().ErrorCode);
        Assert.Equal(
            ["CreateFleet", "RunInstances"],
            rig.World.Trail.Of(SandboxRig.Workload, "us-east-1").Take(2).Select(e => e.Operation)
        );
    }
}
