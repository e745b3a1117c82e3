using System.Text.Json.Nodes;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.Services;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Features.Impact;

/// <summary>What in an organization of the sandbox uses images that the policies would deny.</summary>
public sealed class ImpactTests : ImpactBench
{
    [Fact]
    public void Every_kind_of_use_is_found_and_what_hurts_first_comes_first()
    {
        var bad = Template("lt-0000000000000bad1", "bad", Golden, Stranger, Golden);
        Group("by-number", bad, "2", 5);
        var mixed = Group("mixed", Template("lt-0000000000000bad2", "mixed-base", Golden), "$Latest", 2);
        mixed.Remove("LaunchTemplate");
        mixed["MixedInstancesPolicy"] = new JsonObject
        {
            ["LaunchTemplate"] = new JsonObject
            {
                ["LaunchTemplateSpecification"] = new JsonObject
                {
                    ["LaunchTemplateName"] = "mixed-base",
                    ["Version"] = "$Default",
                },
                ["Overrides"] = new JsonArray(
                    new JsonObject
                    {
                        ["InstanceType"] = "t3.small",
                        ["LaunchTemplateSpecification"] = new JsonObject
                        {
                            ["LaunchTemplateId"] = bad.Id,
                            ["Version"] = "2",
                        },
                    }
                ),
            },
        };
        var old = Group("old", bad, "1", 1);
        old.Remove("LaunchTemplate");
        old["LaunchConfigurationName"] = "old-configuration";
        World.Resources.Put(
            AutoScalingService.Configuration(Home, "old-configuration", ImageId.Parse(Stranger), Amigov.Now)
        );
        World.Resources.Put(
            AutoScalingService.Configuration(Home, "unused-configuration", ImageId.Parse(Stranger), Amigov.Now)
        );
        var suspended = Group("suspended", bad, "2", 1);
        suspended["SuspendedProcesses"] = new JsonArray(
            new JsonObject { ["ProcessName"] = "Launch", ["SuspensionReason"] = "by hand" }
        );
        World.Resources.Put(
            new SandboxResource(
                "fleet",
                Home,
                "fleet-1",
                new JsonObject
                {
                    ["fleetId"] = "fleet-1",
                    ["fleetState"] = "active",
                    ["type"] = "maintain",
                    ["launchTemplateConfigs"] = new JsonArray(
                        new JsonObject
                        {
                            ["launchTemplateSpecification"] = new JsonObject
                            {
                                ["launchTemplateId"] = bad.Id,
                                ["version"] = "1",
                            },
                            ["overrides"] = new JsonArray(new JsonObject { ["imageId"] = Stranger }),
                        }
                    ),
                    ["targetCapacitySpecification"] = new JsonObject { ["totalTargetCapacity"] = 4 },
                }
            )
        );
        World.Resources.Put(
            new SandboxResource(
                "spot_fleet",
                Home,
                "sfr-1",
                new JsonObject
                {
                    ["spotFleetRequestId"] = "sfr-1",
                    ["spotFleetRequestState"] = "active",
                    ["spotFleetRequestConfig"] = new JsonObject
                    {
                        ["iamFleetRole"] = "arn:aws:iam::400000000000:role/fleet",
                        ["targetCapacity"] = 3,
                        ["launchSpecifications"] = new JsonArray(new JsonObject { ["imageId"] = Stranger }),
                    },
                }
            )
        );
        World.Resources.Put(SsmService.Parameter(Home, "/app/image", Stranger, 1, Amigov.Now));
        World.Resources.Put(SsmService.Parameter(Home, "/app/secret", Stranger, 1, Amigov.Now, type: "SecureString"));
        Template("lt-0000000000000bad3", "by-parameter", "resolve:ssm:/app/image");
        World.Ec2.Put(
            new SandboxInstance("i-00000000000000001", Home, ImageId.Parse(Stranger), "t3.micro", Amigov.Now)
            {
                Image = World.Ec2.OwnedBy(WorldGenerator.Stranger, Region).First(),
                Tags = TagSets.None.Add("Name", "pet"),
            }
        );

        var finding = Finding($"launch-{Account}-{WorldGenerator.Stranger}");
        Assert.Equal("denied", finding.GetProperty("verdict").GetString());
        Assert.Equal(
            [
                "next_launch auto_scaling_group by-number: launch template bad, version 2",
                "next_launch ec2_fleet fleet-1",
                "next_launch spot_fleet sfr-1",
                "next_launch auto_scaling_group mixed: launch template bad, version 2",
                "next_launch auto_scaling_group old: launch configuration old-configuration",
                "next_use launch_template by-parameter: version 1 (default and latest)",
                "next_use ssm_parameter /app/image",
                "rebuild instance i-00000000000000001: pet",
                "idle auto_scaling_group suspended: launch template bad, version 2",
                "idle launch_configuration unused-configuration",
            ],
            Uses(finding)
        );
        Assert.Contains(
            "declarative policy: allowed images",
            finding.GetProperty("denied_by").EnumerateArray().Select(d => d.GetString())
        );
        var advice = finding.GetProperty("advice");
        Assert.Equal("violation", advice.GetProperty("outcome").GetString());
        Assert.StartsWith(
            $"amigov exception request TICKET --account {WorldGenerator.Stranger} --usable-by {Account} --outside-organization --type vendor_poc",
            advice.GetProperty("command").GetString(),
            StringComparison.Ordinal
        );
        Assert.Contains("by-number in us-east-1", advice.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_only_approved_images_use_is_no_finding()
    {
        Group("web", Template("lt-00000000000000g1", "web", Golden), "$Latest", 3);
        var (code, report, _) = Impact();
        Assert.Equal((0, 0), (code, report.GetProperty("findings").GetArrayLength()));
        Assert.True(report.GetProperty("uses").GetInt32() >= 2);
        Assert.Equal(1, report.GetProperty("accounts_and_regions").GetInt32());
    }

    [Theory]
    [InlineData("enabled", "denied")]
    [InlineData("audit_mode", "marked")]
    public void An_account_s_own_image_that_a_group_launches_is_left_open_and_said_to_be(string mode, string verdict)
    {
        Assert.Equal(0, Amigov.Run("generate", "--mode", mode).ExitCode);
        var own = World.Ec2.OwnedBy(Account, Region).First().Id.Value;
        Group("web", Template("lt-000000000000own1", "web", own), "$Latest", 3);
        var (_, report, _) = Impact();
        Assert.Equal(
            "web",
            Assert.Single(report.GetProperty("left_open").EnumerateArray()).GetProperty("name").GetString()
        );
        // By the template itself somebody launches with a role of the account, and that is denied.
        var finding = Assert.Single(report.GetProperty("findings").EnumerateArray());
        Assert.Equal(
            ($"launch-{Account}-{Account}", verdict, "legitimate"),
            (
                finding.GetProperty("id").GetString(),
                finding.GetProperty("verdict").GetString(),
                finding.GetProperty("advice").GetProperty("outcome").GetString()
            )
        );
        Assert.Equal(
            ["service control policy"],
            finding.GetProperty("denied_by").EnumerateArray().Select(d => d.GetString()!.Split(':')[0])
        );
    }

    [Fact]
    public void Where_nothing_says_what_enforcement_denies_nothing_is_fine()
    {
        Assert.Equal(0, Amigov.Run("generate", "--mode", "audit_mode").ExitCode);
        var own = World.Ec2.OwnedBy(Account, Region).First().Id.Value;
        Group("web", Template("lt-000000000000own1", "web", own), "$Latest", 3);
        var (code, report, error) = Impact("--config", "elsewhere.json");
        Assert.Equal(4, code);
        Assert.True(report.GetProperty("lacks_enforcement").GetBoolean());
        Assert.Contains("AMI0908", error, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "✅",
            Amigov.Run("impact", "--account", Account, "--config", "elsewhere.json").Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_image_whose_owner_nobody_knows_is_never_guessed()
    {
        Group("web", Template("lt-00000000000000x1", "web", "ami-0123456789abcdef0"), "$Latest", 3);
        Group("gone", Template("lt-00000000000000x2", "gone", Golden), "7", 1);
        var findings = Impact()
            .Report.GetProperty("findings")
            .EnumerateArray()
            .ToDictionary(f => f.GetProperty("id").GetString()!);
        var hidden = findings[$"launch-{Account}-ami-0123456789abcdef0"];
        Assert.Equal(
            ("undecided", false),
            (hidden.GetProperty("verdict").GetString(), hidden.GetProperty("advice").TryGetProperty("outcome", out _))
        );
        Assert.Contains(
            "--image-ids ami-0123456789abcdef0",
            hidden.GetProperty("advice").GetProperty("command").GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal(
            ["next_launch auto_scaling_group gone: launch template lt-00000000000000x2, version 7"],
            Uses(findings[$"launch-{Account}-no-image"])
        );
    }

    [Fact]
    public void Decisions_are_shared_with_backtest_and_close_findings()
    {
        Group("web", Template("lt-0000000000000bad1", "bad", Stranger), "$Latest", 3);
        Assert.Equal(3, Impact("--update-triage").Code);
        var file = $"triage/launch-{Account}-{WorldGenerator.Stranger}.json";
        Assert.Contains("\"state\": \"open\"", Amigov.Text(file), StringComparison.Ordinal);
        Amigov.With(
            file,
            Amigov
                .Text(file)
                .Replace(
                    "\"state\": \"open\"",
                    "\"state\": \"closed\", \"outcome\": \"violation\", \"reason\": \"moved\"",
                    StringComparison.Ordinal
                )
        );
        Assert.Equal(0, Impact().Code);
    }

    [Fact]
    public void What_cannot_be_read_is_a_gap_and_the_rest_is_judged()
    {
        Group("web", Template("lt-00000000000000g1", "web", Golden), "$Latest", 3);
        Amigov.Sandbox!.Faults.Add(
            new Fault("ssm", null, FaultKind.Error) { Code = "AccessDeniedException", Status = 400 }
        );
        Amigov.Sandbox.Faults.Add(
            new Fault("autoscaling", "DescribeLaunchConfigurations", FaultKind.Error)
            {
                Code = "AccessDenied",
                Status = 403,
            }
        );
        var (code, report, error) = Impact();
        Assert.Equal((4, 2), (code, report.GetProperty("gaps").GetArrayLength()));
        Assert.Contains(
            $"{Account}/{Region}: warning AMI0910: ssm:DescribeParameters: AccessDeniedException",
            error,
            StringComparison.Ordinal
        );
        World.Roles[(AccountId.Parse(Account), AwsSettings.OrganizationAccessRole)] = new SandboxRole
        {
            Trusts = ["999999999999"],
        };
        (code, report, _) = Impact();
        Assert.Equal((4, "*"), (code, report.GetProperty("gaps")[0].GetProperty("region").GetString()));
    }

    [Fact]
    public void In_audit_mode_it_says_what_enforcement_would_deny()
    {
        Assert.Equal(0, Amigov.Run("generate", "--mode", "audit_mode").ExitCode);
        Group("web", Template("lt-0000000000000bad1", "bad", Stranger), "$Latest", 3);
        Assert.Equal(
            "marked",
            Finding($"launch-{Account}-{WorldGenerator.Stranger}").GetProperty("verdict").GetString()
        );
        var (code, text, _) = Amigov.Run("impact", "--account", Account);
        Assert.Equal(3, code);
        Assert.Contains("marked, fails with the next launch by a service", text, StringComparison.Ordinal);
    }
}
