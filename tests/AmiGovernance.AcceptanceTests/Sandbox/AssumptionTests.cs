using Amazon.EC2.Model;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Sandbox;

/// <summary>What AWS does not document: every answer that the sandbox can be told to give, and what amigov makes of it.</summary>
public sealed class AssumptionTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private const string Locked =
        """{"ec2_attributes":{"exception_message":{"@@assign":"ask us"},"allowed_images_settings":{"@@operators_allowed_for_child_policies":["@@none"],"state":{"@@operators_allowed_for_child_policies":["@@none"],"@@assign":"enabled"},"image_criteria":{"@@operators_allowed_for_child_policies":["@@none"],"criteria_1":{"@@operators_allowed_for_child_policies":["@@none"],"allowed_image_providers":{"@@operators_allowed_for_child_policies":["@@none"],"@@assign":["amazon"]}}}}}}""";

    /// <summary>
    /// Every answer that is not the usual one: together with others, and in the long run each alone, too. The first denial is the least
    /// telling one that there can be.
    /// </summary>
    public static TheoryData<string> Alternatives =>
        [
            .. Together.Where((_, i) => TestScale.Takes(i, oneIn: 2)),
            .. Alone.Where((_, i) => TestScale.Takes(i, oneIn: 100)),
        ];

    private static IEnumerable<string> Alone =>
        Assumptions.Known.SelectMany(a => a.Answers.Skip(1).Select(answer => $"{a.Name}={answer}"));

    private static IEnumerable<string> Together =>
        Enumerable
            .Range(1, Assumptions.Known.Max(a => a.Answers.Length) - 1)
            .Select(i =>
                string.Join(
                    ' ',
                    Assumptions.Known.Select(a => $"{a.Name}={a.Answers[Math.Min(i, a.Answers.Length - 1)]}")
                )
            );

    private static Assumptions Of(string pairs) => Assumptions.Usual.With(pairs.Split(' '))!;

    [Theory]
    [MemberData(nameof(Alternatives))]
    public void The_rehearsal_goes_as_it_should(string pairs)
    {
        using var amigov = new Amigov();
        var (code, output, error) = amigov.Run([
            "rehearse",
            .. pairs.Split(' ').SelectMany(p => new[] { "--assume", p }),
        ]);
        Assert.True(code == 0, output + error);
        Assert.DoesNotContain("✗", output, StringComparison.Ordinal);
        Assert.All(pairs.Split(' '), pair => Assert.Contains(pair, output, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Alternatives))]
    public void A_sound_deployment_is_verified_with_real_launches(string pairs)
    {
        using var sandbox = new DeployedSandbox("enabled");
        sandbox.World.Assumptions = Of(pairs);
        var (code, output, error) = sandbox.Verify(
            "--launch",
            "--account",
            WorldGenerator.Management,
            "--account",
            WorldGenerator.PaymentsProduction,
            "--unapproved-image",
            sandbox.World.Ec2.Images.First(i => i.OwnerId.Value == WorldGenerator.Stranger).Id.Value
        );
        Assert.True(code == 0, output + error);
        Assert.DoesNotContain("✗", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("launch-denied=UnsupportedOperation", "UnsupportedOperation", "ask us")]
    [InlineData("launch-denied=InvalidAMIID.NotFound denial-text=without", "InvalidAMIID.NotFound", "cannot be used")]
    public async Task A_denied_launch_has_the_code_and_the_text_that_are_assumed(string pairs, string code, string text)
    {
        await using var rig = await SandboxRig.Start();
        rig.Attach(OrganizationPolicyType.DeclarativePolicyEc2, Locked);
        rig.World.Assumptions = Of(pairs);
        using var ec2 = rig.Ec2();
        var error = await SandboxRig.Error(
            ec2.RunInstancesAsync(SandboxRig.Launch(rig.Image(WorldGenerator.Vendor)), Cancel)
        );
        Assert.Equal(code, error.Code);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
        // Changing what the policy decides is another matter.
        var change = ec2.DisableAllowedImagesSettingsAsync(new DisableAllowedImagesSettingsRequest(), Cancel);
        Assert.Equal(("OperationNotPermitted", "ask us"), await SandboxRig.Error(change));
    }

    [Fact]
    public async Task A_hidden_image_is_nothing_where_that_is_assumed()
    {
        await using var rig = await SandboxRig.Start();
        rig.Attach(OrganizationPolicyType.DeclarativePolicyEc2, Locked);
        rig.World.Assumptions = Of("hidden-image=nothing");
        using var ec2 = rig.Ec2();
        var named = new DescribeImagesRequest { ImageIds = [rig.Image(WorldGenerator.Vendor).Id.Value] };
        Assert.Empty((await ec2.DescribeImagesAsync(named, Cancel)).Images ?? []);
        named.ImageIds = ["ami-00000000000000000"];
        Assert.Equal("InvalidAMIID.NotFound", (await SandboxRig.Error(ec2.DescribeImagesAsync(named, Cancel))).Code);
    }

    /// <summary>What the second judge thinks of it is compared too, at every look.</summary>
    [Theory]
    [InlineData("locked-node=closed", false)]
    [InlineData("locked-node=open", true)]
    public async Task A_policy_below_a_locked_node_adds_keys_where_that_is_assumed(string pairs, bool isAllowed)
    {
        await using var rig = await SandboxRig.Start();
        rig.Attach(OrganizationPolicyType.DeclarativePolicyEc2, Locked);
        rig.Attach(
            OrganizationPolicyType.DeclarativePolicyEc2,
            $$"""{"ec2_attributes":{"allowed_images_settings":{"state":{"@@assign":"disabled"},"image_criteria":{"criteria_9":{"allowed_image_providers":{"@@assign":["{{WorldGenerator.Vendor}}"]} } } } } }""",
            SandboxRig.Workload,
            "wider"
        );
        rig.World.Assumptions = Of(pairs);
        using var ec2 = rig.Ec2();
        var launch = ec2.RunInstancesAsync(SandboxRig.Launch(rig.Image(WorldGenerator.Vendor)), Cancel);
        if (isAllowed)
            await launch;
        else
            Assert.Equal("OperationNotPermitted", (await SandboxRig.Error(launch)).Code);
    }

    [Theory]
    [InlineData("sandbox", "start")]
    [InlineData("rehearse")]
    public void What_nobody_assumes_is_refused_with_what_can_be_assumed(params string[] command)
    {
        using var amigov = new Amigov();
        foreach (var wrong in new[] { "launch-denied=Nonsense", "moon=full", "launch-denied" })
        {
            var (code, _, error) = amigov.Run([.. command, "--assume", wrong]);
            Assert.Equal(2, code);
            Assert.Contains($"'--assume {wrong}' is nothing that the sandbox knows", error, StringComparison.Ordinal);
            Assert.Contains(
                "launch-denied=OperationNotPermitted|InvalidAMIID.NotFound|InvalidAMIID.Unavailable|UnsupportedOperation; ",
                error,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task The_settings_show_and_change_them_and_a_world_keeps_them()
    {
        await using var rig = await SandboxRig.Start();
        using var http = new HttpClient();
        var settings = new Uri(rig.Server.Address, "_sandbox/settings");
        async Task<string> Change(string body) =>
            await (await http.PostAsync(settings, new StringContent(body), Cancel)).Content.ReadAsStringAsync(Cancel);
        Assert.Contains(
            "\"hidden-image\":\"nothing\"",
            Plain(await Change("""{"hidden-image":"nothing"}""")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "there is no such answer",
            await Change("""{"hidden-image":"something"}"""),
            StringComparison.Ordinal
        );
        var written = System.Text.Encoding.UTF8.GetString(WorldWriter.Write(rig.World));
        Assert.Contains("\"assumptions\":{\"hidden-image\":\"nothing\"}", Plain(written), StringComparison.Ordinal);
    }

    private static string Plain(string json) => string.Concat(json.Where(c => !char.IsWhiteSpace(c)));
}
