using System.Text.Json;
using System.Text.Json.Nodes;
using AmiGovernance.Aws.Session;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Ec2;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.Services;
using AmiGovernance.Sandbox.World;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Impact;

/// <summary>What in an organization of the sandbox uses images that the policies would deny.</summary>
public sealed class ImpactTests : IDisposable
{
    private const string Account = "400000000000";
    private const string Region = "us-east-1";

    private readonly Amigov amigov = new() { Now = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero) };
    private readonly SandboxWorld world;
    private readonly string stranger;
    private readonly string golden;

    public ImpactTests()
    {
        amigov.With(Samples.ConfigPath, Samples.Governance);
        Assert.Equal(0, amigov.Run("generate", "--mode", "enabled").ExitCode);
        world = WorldGenerator.Create(new WorldSize(9, 1, 1), new Amigov.FixedTime(amigov.Now));
        amigov.Sandbox = SandboxServer.Start(world).GetAwaiter().GetResult();
        stranger = world.Ec2.OwnedBy(WorldGenerator.Stranger, Region).First().Id;
        golden = world.Ec2.OwnedBy(WorldGenerator.GoldenImages, Region).First().Id;
        // The account's own things are those of the test alone.
        foreach (var template in world.Ec2.LaunchTemplatesOf(Account, Region).ToList())
            world.Ec2.Remove(template);
        foreach (
            var kind in new[]
            {
                AutoScalingService.Kind,
                "parameter",
                ImageReferences.ImageRecipe,
                ImageReferences.ContainerRecipe,
            }
        )
        foreach (var resource in world.Resources.Of(kind, Account, Region).ToList())
            world.Resources.Remove(kind, Account, Region, resource.Name);
        foreach (var instance in world.Ec2.InstancesOf(Account, Region).ToList())
            world.Ec2.Put(instance with { State = "terminated" });
    }

    public void Dispose() => amigov.Dispose();

    private (int Code, JsonElement Report, string Error) Impact(params string[] more)
    {
        var (code, output, error) = amigov.Run(["impact", "--account", Account, "--output", "json", .. more]);
        Assert.True(output.Length > 0, error);
        return (code, JsonDocument.Parse(output).RootElement, error);
    }

    private JsonElement Finding(string id) =>
        Impact().Report.GetProperty("findings").EnumerateArray().Single(f => f.GetProperty("id").GetString() == id);

    private static List<string> Uses(JsonElement finding) =>
        [
            .. finding
                .GetProperty("uses")
                .EnumerateArray()
                .Select(u =>
                    $"{u.GetProperty("urgency").GetString()} {u.GetProperty("kind").GetString()} {u.GetProperty("name").GetString()}{(u.TryGetProperty("detail", out var detail) ? $": {detail.GetString()}" : "")}"
                ),
        ];

    private LaunchTemplate Template(string id, string name, params string?[] images)
    {
        var template = new LaunchTemplate(id, name, Account, Region, amigov.Now)
        {
            Versions =
            [
                .. images.Select((image, i) => new LaunchTemplateVersion(i + 1, image, "t3.micro", amigov.Now)),
            ],
        };
        world.Ec2.Put(template);
        return template;
    }

    private JsonObject Group(string name, LaunchTemplate template, string version, int size)
    {
        var group = AutoScalingService.Group(Account, Region, name, template, version, size, amigov.Now);
        world.Resources.Put(group);
        return group.Body;
    }

    [Fact]
    public void Every_kind_of_use_is_found_and_what_hurts_first_comes_first()
    {
        var bad = Template("lt-0000000000000bad1", "bad", golden, stranger, golden);
        Group("by-number", bad, "2", 5);
        var mixed = Group("mixed", Template("lt-0000000000000bad2", "mixed-base", golden), "$Latest", 2);
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
        world.Resources.Put(
            AutoScalingService.Configuration(Account, Region, "old-configuration", stranger, amigov.Now)
        );
        world.Resources.Put(
            AutoScalingService.Configuration(Account, Region, "unused-configuration", stranger, amigov.Now)
        );
        var suspended = Group("suspended", bad, "2", 1);
        suspended["SuspendedProcesses"] = new JsonArray(
            new JsonObject { ["ProcessName"] = "Launch", ["SuspensionReason"] = "by hand" }
        );
        world.Resources.Put(
            new SandboxResource(
                "fleet",
                Account,
                Region,
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
                            ["overrides"] = new JsonArray(new JsonObject { ["imageId"] = stranger }),
                        }
                    ),
                    ["targetCapacitySpecification"] = new JsonObject { ["totalTargetCapacity"] = 4 },
                }
            )
        );
        world.Resources.Put(
            new SandboxResource(
                "spot_fleet",
                Account,
                Region,
                "sfr-1",
                new JsonObject
                {
                    ["spotFleetRequestId"] = "sfr-1",
                    ["spotFleetRequestState"] = "active",
                    ["spotFleetRequestConfig"] = new JsonObject
                    {
                        ["iamFleetRole"] = "arn:aws:iam::400000000000:role/fleet",
                        ["targetCapacity"] = 3,
                        ["launchSpecifications"] = new JsonArray(new JsonObject { ["imageId"] = stranger }),
                    },
                }
            )
        );
        world.Resources.Put(SsmService.Parameter(Account, Region, "/app/image", stranger, 1, amigov.Now));
        world.Resources.Put(
            SsmService.Parameter(Account, Region, "/app/secret", stranger, 1, amigov.Now, type: "SecureString")
        );
        Template("lt-0000000000000bad3", "by-parameter", "resolve:ssm:/app/image");
        world.Ec2.Put(
            new SandboxInstance("i-00000000000000001", Account, Region, stranger, "t3.micro", amigov.Now)
            {
                Image = world.Ec2.OwnedBy(WorldGenerator.Stranger, Region).First(),
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
        Group("web", Template("lt-00000000000000g1", "web", golden), "$Latest", 3);
        var (code, report, _) = Impact();
        Assert.Equal((0, 0), (code, report.GetProperty("findings").GetArrayLength()));
        Assert.True(report.GetProperty("uses").GetInt32() >= 2);
        Assert.Equal(1, report.GetProperty("accounts_and_regions").GetInt32());
    }

    [Fact]
    public void An_account_s_own_image_that_a_group_launches_is_left_open_and_said_to_be()
    {
        var own = world.Ec2.OwnedBy(Account, Region).First().Id;
        Group("web", Template("lt-000000000000own1", "web", own), "$Latest", 3);
        var (_, report, _) = Impact();
        Assert.Equal(
            "web",
            Assert.Single(report.GetProperty("left_open").EnumerateArray()).GetProperty("name").GetString()
        );
        // By the template itself somebody launches with a role of the account, and that is denied.
        var finding = Assert.Single(report.GetProperty("findings").EnumerateArray());
        Assert.Equal(
            ($"launch-{Account}-{Account}", "legitimate"),
            (finding.GetProperty("id").GetString(), finding.GetProperty("advice").GetProperty("outcome").GetString())
        );
        Assert.Equal(
            ["service control policy"],
            finding.GetProperty("denied_by").EnumerateArray().Select(d => d.GetString()!.Split(':')[0])
        );
    }

    [Fact]
    public void An_image_whose_owner_nobody_knows_is_never_guessed()
    {
        Group("web", Template("lt-00000000000000x1", "web", "ami-0123456789abcdef0"), "$Latest", 3);
        Group("gone", Template("lt-00000000000000x2", "gone", golden), "7", 1);
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
        Group("web", Template("lt-0000000000000bad1", "bad", stranger), "$Latest", 3);
        Assert.Equal(3, Impact("--update-triage").Code);
        var file = $"triage/launch-{Account}-{WorldGenerator.Stranger}.json";
        Assert.Contains("\"state\": \"open\"", amigov.Text(file), StringComparison.Ordinal);
        amigov.With(
            file,
            amigov
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
        Group("web", Template("lt-00000000000000g1", "web", golden), "$Latest", 3);
        amigov.Sandbox!.Faults.Add(
            new Fault("ssm", null, FaultKind.Error) { Code = "AccessDeniedException", Status = 400 }
        );
        amigov.Sandbox.Faults.Add(
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
        world.Roles[(Account, AwsSettings.OrganizationAccessRole)] = new SandboxRole { Trusts = ["999999999999"] };
        (code, report, _) = Impact();
        Assert.Equal((4, "*"), (code, report.GetProperty("gaps")[0].GetProperty("region").GetString()));
    }

    private void Recipe(string kind, string name, string image) =>
        world.Resources.Put(ImageReferences.Recipe(kind, Account, Region, name, "1.0.0", image, amigov.Now));

    [Fact]
    public void A_recipe_that_builds_from_a_denied_image_comes_after_what_launches_by_itself_and_before_what_somebody_launches()
    {
        Group("web", Template("lt-0000000000000bad1", "bad", stranger), "$Latest", 3);
        Recipe(ImageReferences.ImageRecipe, "base", stranger);
        Recipe(ImageReferences.ContainerRecipe, "container", stranger);
        Recipe(ImageReferences.ImageRecipe, "approved", golden);
        var finding = Finding($"launch-{Account}-{WorldGenerator.Stranger}");
        Assert.Equal(
            [
                "next_launch auto_scaling_group web: launch template bad, version $Latest",
                "next_build image_recipe base/1.0.0",
                "next_build container_recipe container/1.0.0",
                "next_use launch_template bad: version 1 (default and latest)",
            ],
            Uses(finding)
        );
        var (_, text, _) = amigov.Run("impact", "--account", Account);
        Assert.Contains($"- image recipe base/1.0.0 in us-east-1: {stranger}\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_images_that_are_allowed_nothing_is_asked()
    {
        Group("web", Template("lt-00000000000000g1", "web", golden), "$Latest", 3);
        var asked = 0;
        world.Trail.Recorded += e => asked += e.Operation == "DescribeImageReferences" ? 1 : 0;
        Assert.Equal(0, Impact().Code);
        Assert.Equal(0, asked);
    }

    [Fact]
    public void A_recipe_from_an_own_image_is_left_open_as_a_group_is()
    {
        var own = world.Ec2.OwnedBy(Account, Region).First().Id;
        Group("web", Template("lt-000000000000own1", "web", own), "$Latest", 3);
        Recipe(ImageReferences.ImageRecipe, "base", own);
        Assert.Equal(
            ["web", "base/1.0.0"],
            Impact().Report.GetProperty("left_open").EnumerateArray().Select(u => u.GetProperty("name").GetString())
        );
    }

    /// <summary>EC2 API reference, DescribeImageReferences: 10 images at most in a call.</summary>
    [Fact]
    public void More_images_than_a_call_takes_are_asked_about_in_several()
    {
        var images = Enumerable.Range(0, 23).Select(i => $"ami-{i:x17}").ToList();
        for (var i = 0; i < images.Count; i++)
            Template($"lt-{i:x17}", $"t{i:00}", images[i]);
        foreach (var (image, i) in images.Select((image, i) => (image, i)))
            Recipe(ImageReferences.ImageRecipe, $"r{i:00}", image);
        var asked = new List<int>();
        world.Trail.Recorded += e =>
        {
            if (e.Operation == "DescribeImageReferences")
                lock (asked)
                    asked.Add(1);
        };
        var recipes = Impact()
            .Report.GetProperty("findings")
            .EnumerateArray()
            .SelectMany(f => f.GetProperty("uses").EnumerateArray())
            .Where(u => u.GetProperty("kind").GetString() == "image_recipe")
            .Select(u => u.GetProperty("name").GetString());
        Assert.Equal(images.Select((_, i) => $"r{i:00}/1.0.0"), recipes.Order(StringComparer.Ordinal));
        Assert.Equal(3, asked.Count);
    }

    [Theory]
    [InlineData("InvalidAction", 400)]
    [InlineData("UnsupportedOperation", 400)]
    [InlineData("UnauthorizedOperation", 403)]
    public void Where_EC2_does_not_tell_of_recipes_there_is_a_gap_and_the_rest_is_judged(string code, int status)
    {
        Group("web", Template("lt-0000000000000bad1", "bad", stranger), "$Latest", 3);
        Recipe(ImageReferences.ImageRecipe, "base", stranger);
        amigov.Sandbox!.Faults.Add(
            new Fault("ec2", "DescribeImageReferences", FaultKind.Error) { Code = code, Status = status }
        );
        var (exit, report, error) = Impact();
        Assert.Equal((3, 1), (exit, report.GetProperty("gaps").GetArrayLength()));
        Assert.Contains(
            $"{Account}/{Region}: warning AMI0910: ec2:DescribeImageReferences: {code}",
            error,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "web",
            Assert
                .Single(report.GetProperty("findings").EnumerateArray())
                .GetProperty("uses")[0]
                .GetProperty("name")
                .GetString()
        );
    }

    [Fact]
    public void An_image_that_EC2_does_not_take_does_not_hide_what_uses_the_others()
    {
        Template("lt-0000000000000bad1", "bad", stranger);
        Template("lt-0000000000000bad2", "gone", "ami-00000000000000000");
        Recipe(ImageReferences.ImageRecipe, "base", stranger);
        // Both together, then the unknown one, which is asked about first.
        amigov.Sandbox!.Faults.Add(
            new Fault("ec2", "DescribeImageReferences", FaultKind.Error)
            {
                Code = "InvalidAMIID.NotFound",
                Status = 400,
                Times = 2,
            }
        );
        var report = Impact().Report;
        Assert.Equal(1, report.GetProperty("gaps").GetArrayLength());
        Assert.Contains(
            "next_build image_recipe base/1.0.0",
            Uses(
                report
                    .GetProperty("findings")
                    .EnumerateArray()
                    .Single(f => f.GetProperty("owner").GetString() == WorldGenerator.Stranger)
            )
        );
    }

    [Fact]
    public void In_audit_mode_it_says_what_enforcement_would_deny()
    {
        Assert.Equal(0, amigov.Run("generate", "--mode", "audit_mode").ExitCode);
        Group("web", Template("lt-0000000000000bad1", "bad", stranger), "$Latest", 3);
        Assert.Equal(
            "marked",
            Finding($"launch-{Account}-{WorldGenerator.Stranger}").GetProperty("verdict").GetString()
        );
        var (code, text, _) = amigov.Run("impact", "--account", Account);
        Assert.Equal(3, code);
        Assert.Contains("marked, fails with the next launch by a service", text, StringComparison.Ordinal);
    }
}
