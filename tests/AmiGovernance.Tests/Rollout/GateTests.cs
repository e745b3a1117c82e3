using System.Collections.Immutable;
using AmiGovernance.Core.Config;
using AmiGovernance.Core.Declarative;
using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Generation;
using AmiGovernance.Core.Identifiers;
using AmiGovernance.Core.Operations;
using AmiGovernance.Core.Operations.Rollout;
using AmiGovernance.Core.Text;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Rollout;

/// <summary>What keeps the gates before enforcement closed.</summary>
public sealed class GateTests
{
    private static readonly AccountId Workload = AccountId.Parse("100000000001");
    private static readonly DateTimeOffset Now = new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);

    private static readonly string WithPlan = Samples.Clean.Replace("\"managed_services\": []",
        "\"remediation_plans\": [ { \"account_id\": \"100000000001\", \"image\": \"888888888888\", \"ticket\": \"CLOUD-7\", \"due_on\": \"2026-01-03\" } ], \"managed_services\": []", StringComparison.Ordinal);

    private static GovernanceConfig Config(string text) => ConfigReader.Read(SourceText.FromString("config", text), new DiagnosticBag())!;

    private static EnforcedLaunches Enforced(string config) =>
        new(PolicyGenerator.Generate(Config(config), new DateOnly(2026, 1, 3), AllowedImagesState.Enabled, new DiagnosticBag())!.ServiceControlPolicies, AccountId.Parse("999999999999"), Now);

    [Theory]
    [InlineData("888888888888", false, "declarative")]
    [InlineData("123456738923", true, null)]
    [InlineData("222233334444", true, null)]
    // Allowed AMIs lets an account use its own images whatever the list says; the SCP compares the owner.
    [InlineData("100000000001", true, "DenyEC2LaunchWithNonApprovedAMIs")]
    public void What_runs_is_held_against_both_layers(string owner, bool marked, string? denied)
    {
        var by = Enforced(Samples.Clean).DeniedBy(Workload, new InstanceImage("i-1", "ami-1", "name", owner, owner, marked));
        if (denied is null) Assert.Null(by);
        else Assert.Contains(denied, by, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_for_other_accounts_is_denied_by_the_SCP_alone()
    {
        var restricted = Samples.Clean.Replace("\"type\": \"migration\",", "\"type\": \"migration\", \"usable_by\": [\"100000000002\"],", StringComparison.Ordinal);
        var image = new InstanceImage("i-1", "ami-1", "name", "222233334444", "222233334444", true);
        Assert.NotNull(Enforced(restricted).DeniedBy(Workload, image));
        Assert.Null(Enforced(restricted).DeniedBy(AccountId.Parse("100000000002"), image));
        Assert.Null(Enforced(restricted).DeniedBy(AccountId.Parse("999999999999"), image));
    }

    [Fact]
    public async Task A_remediation_plan_settles_a_violation_until_its_last_day()
    {
        var found = await Take(new Images { Instances = [new InstanceImage("i-1", "ami-1", "base", "888888888888", "888888888888", false)] });
        Assert.False(Violations(Samples.Clean, found, Now).IsOpen);
        Assert.True(Violations(WithPlan, found, Now).IsOpen);
        Assert.False(Violations(WithPlan, found, Now.AddDays(1)).IsOpen);
        Assert.False(Violations(WithPlan.Replace("\"image\": \"888888888888\"", "\"image\": \"ami-2\"", StringComparison.Ordinal), found, Now).IsOpen);
    }

    [Fact]
    public async Task What_was_not_read_keeps_the_gate_closed()
    {
        foreach (var images in new[] { new Images { Refuses = "DescribeRegions" }, new Images { Refuses = "GetAllowedImagesSettings" }, new Images { Refuses = "DescribeInstanceImageMetadata" }, new Images { Setting = new(AllowedImagesState.Enabled, ByPolicy: false) }, new Images { Setting = new(AllowedImagesState.Disabled, ByPolicy: true) } })
        {
            var found = await Take(images);
            Assert.NotEmpty(found.Gaps);
            Assert.False(Violations(Samples.Clean, found, Now).IsOpen);
        }
        Assert.True(Violations(Samples.Clean, await Take(new Images()), Now).IsOpen);
    }

    private static Task<Inventory> Take(Images images) => new TakeInventory(images, Enforced(Samples.Clean)).Run([Workload], [], TestContext.Current.CancellationToken);

    private static Core.Planning.Gate Violations(string config, Inventory inventory, DateTimeOffset now) =>
        new CheckGates(new SandboxOrganizations(new RolloutBench().World), new Amigov.FixedTime(now)).Violations(new GateInput(Config(config), RolloutBench.Empty, [], [], 0), [CheckGates.Of(inventory, [])]);

    private sealed class Images : IInstanceReader
    {
        public ImmutableArray<InstanceImage> Instances { get; init; } = [];

        public AllowedImagesSetting Setting { get; init; } = new(AllowedImagesState.AuditMode, ByPolicy: true);

        public string Refuses { get; init; } = "";

        private void Check(string operation)
        {
            if (Refuses == operation) throw new AwsException($"ec2:{operation}", "UnauthorizedOperation", "no", "request");
        }

        public Task<ImmutableArray<string>> DescribeRegions(AccountId account, CancellationToken cancel)
        {
            Check("DescribeRegions");
            return Task.FromResult<ImmutableArray<string>>(["eu-central-1", "us-east-1"]);
        }

        public Task<AllowedImagesSetting> GetAllowedImagesSettings(AccountId account, string region, CancellationToken cancel)
        {
            Check("GetAllowedImagesSettings");
            return Task.FromResult(Setting);
        }

        public async IAsyncEnumerable<InstanceImage> DescribeInstanceImageMetadata(AccountId account, string region, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
        {
            await Task.Yield();
            Check("DescribeInstanceImageMetadata");
            foreach (var instance in region == "us-east-1" ? Instances : []) yield return instance;
        }
    }
}
