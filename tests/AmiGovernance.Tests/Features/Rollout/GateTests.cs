using System.Collections.Immutable;
using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Gates;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Rollout;

/// <summary>What keeps the gates before enforcement closed.</summary>
public sealed class GateTests
{
    private static readonly AccountId Workload = AccountId.Parse("100000000001");
    private static readonly ImageId Image = ImageId.Parse("ami-00000001");
    private static readonly DateTimeOffset Now = new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);

    private static readonly string WithPlan = Samples.Clean.Replace(
        "\"managed_services\": []",
        "\"remediation_plans\": [ { \"account_id\": \"100000000001\", \"image\": \"888888888888\", \"ticket\": \"CLOUD-7\", \"due_on\": \"2026-01-03\" } ], \"managed_services\": []",
        StringComparison.Ordinal
    );

    private static GovernanceConfig Config(string text) =>
        ConfigReader.Read(SourceText.FromString("config", text), new DiagnosticBag())!;

    private static EnforcedLaunches Enforced(string config) =>
        new(
            PolicyGenerator
                .Generate(Config(config), new DateOnly(2026, 1, 3), AllowedImagesState.Enabled, new DiagnosticBag())!
                .ServiceControlPolicies,
            AccountId.Parse("999999999999"),
            Now
        );

    [Theory]
    [InlineData("888888888888", false, "declarative")]
    [InlineData("123456738923", true, null)]
    [InlineData("222233334444", true, null)]
    // Allowed AMIs lets an account use its own images whatever the list says; the SCP compares the owner.
    [InlineData("100000000001", true, "DenyEC2LaunchWithNonApprovedAMIs")]
    public void What_runs_is_held_against_both_layers(string owner, bool marked, string? denied)
    {
        var by = Enforced(Samples.Clean)
            .DeniedBy(Workload, new InstanceImage("i-1", Image, "name", owner, AccountId.Parse(owner), marked));
        if (denied is null)
            Assert.Null(by);
        else
            Assert.Contains(denied, by, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_for_other_accounts_is_denied_by_the_SCP_alone()
    {
        var restricted = Samples.Clean.Replace(
            "\"type\": \"migration\",",
            "\"type\": \"migration\", \"usable_by\": [\"100000000002\"],",
            StringComparison.Ordinal
        );
        var image = new InstanceImage("i-1", Image, "name", "222233334444", AccountId.Parse("222233334444"), true);
        Assert.NotNull(Enforced(restricted).DeniedBy(Workload, image));
        Assert.Null(Enforced(restricted).DeniedBy(AccountId.Parse("100000000002"), image));
        Assert.Null(Enforced(restricted).DeniedBy(AccountId.Parse("999999999999"), image));
    }

    [Fact]
    public async Task A_remediation_plan_settles_a_violation_until_its_last_day()
    {
        var found = await Scan(
            new Images
            {
                Instances =
                [
                    new InstanceImage("i-1", Image, "base", "888888888888", AccountId.Parse("888888888888"), false),
                ],
            }
        );
        Assert.False(Violations(Samples.Clean, found, Now).IsOpen);
        Assert.True(Violations(WithPlan, found, Now).IsOpen);
        Assert.False(Violations(WithPlan, found, Now.AddDays(1)).IsOpen);
        Assert.False(
            Violations(
                WithPlan.Replace(
                    "\"image\": \"888888888888\"",
                    "\"image\": \"ami-00000002\"",
                    StringComparison.Ordinal
                ),
                found,
                Now
            ).IsOpen
        );
    }

    [Fact]
    public async Task What_was_not_read_keeps_the_gate_closed()
    {
        foreach (
            var images in new[]
            {
                new Images { Refuses = "DescribeRegions" },
                new Images { Refuses = "GetAllowedImagesSettings" },
                new Images { Refuses = "DescribeInstanceImageMetadata" },
                new Images { Setting = new(AllowedImagesState.Enabled, ByPolicy: false) },
                new Images { Setting = new(AllowedImagesState.Disabled, ByPolicy: true) },
            }
        )
        {
            var found = await Scan(images);
            Assert.NotEmpty(found.Gaps);
            Assert.False(Violations(Samples.Clean, found, Now).IsOpen);
        }
        Assert.True(Violations(Samples.Clean, await Scan(new Images()), Now).IsOpen);
    }

    [Fact]
    public async Task Where_nothing_was_looked_at_the_gates_stay_closed()
    {
        var scan = new ScanInstances(new Images(), Enforced(Samples.Clean));
        var none = await scan.Run([], [], TestContext.Current.CancellationToken);
        Assert.False(Violations(Samples.Clean, none, Now).IsOpen);
    }

    [Fact]
    public async Task A_limit_to_Regions_is_said_with_its_reason()
    {
        RegionName[] asked = [RegionName.Parse("us-east-1")];
        var scan = new ScanInstances(new Images(), Enforced(Samples.Clean));
        var found = await scan.Run([Workload], asked, TestContext.Current.CancellationToken);
        Assert.Contains(
            "only us-east-1, as asked: other Regions were not looked at (CHG-9)",
            found.Findings(asked, "CHG-9").Looked,
            StringComparison.Ordinal
        );
    }

    private const string Replayed =
        """{ "replayed_at": "2026-01-03T08:00:00Z", "first": "2025-12-18T00:00:00Z", "last": "2026-01-03T07:00:00Z", "launches": 5, "not_read": 0, "accounts": ["100000000001", "222233334444"] }""";

    [Theory]
    [InlineData(null, "no replay is recorded")]
    [InlineData(Replayed, null)]
    [InlineData(
        """{ "replayed_at": "2026-01-03T08:00:00Z", "launches": 0, "not_read": 0 }""",
        "no recorded call at all"
    )]
    [InlineData(
        """{ "replayed_at": "2026-01-03T08:00:00Z", "first": "2025-12-18T00:00:00Z", "last": "2026-01-03T07:00:00Z", "launches": 5, "not_read": 2 }""",
        "2 files could not be read"
    )]
    [InlineData(
        """{ "replayed_at": "2025-12-27T08:00:00Z", "first": "2025-12-01T00:00:00Z", "last": "2025-12-27T07:00:00Z", "launches": 5, "not_read": 0 }""",
        "more than 7 days ago"
    )]
    [InlineData(
        """{ "replayed_at": "2026-01-03T08:00:00Z", "first": "2025-12-25T00:00:00Z", "last": "2026-01-03T07:00:00Z", "launches": 5, "not_read": 0 }""",
        "audit mode takes 14 days"
    )]
    [InlineData(
        """{ "replayed_at": "2026-01-03T08:00:00Z", "first": "2025-12-18T00:00:00Z", "last": "2026-01-03T07:00:00Z", "launches": 5, "not_read": 0 }""",
        "made by an older version"
    )]
    [InlineData(
        """{ "replayed_at": "2026-01-03T08:00:00Z", "first": "2025-12-18T00:00:00Z", "last": "2026-01-03T07:00:00Z", "launches": 0, "not_read": 0, "accounts": ["100000000001", "222233334444"] }""",
        "found no launch at all"
    )]
    [InlineData(
        """{ "replayed_at": "2026-01-03T08:00:00Z", "first": "2025-12-18T00:00:00Z", "last": "2026-01-03T07:00:00Z", "launches": 5, "not_read": 0, "accounts": ["222233334444", "999999999999"] }""",
        "holds nothing of account 100000000001"
    )]
    [InlineData("""{ "replayed_at": "yesterday" }""", "is not a time")]
    [InlineData(
        """{ "replayed_at": "2026-01-03T08:00:00Z", "first": "2025-12-18T00:00:00Z", "last": "2096-01-03T07:00:00Z", "launches": 5, "not_read": 0, "accounts": ["100000000001", "222233334444"] }""",
        "the replayed calls end on 2096-01-03, after they were replayed on 2026-01-03: a time is wrong"
    )]
    [InlineData(
        """{ "replayed_at": "2026-01-03T08:00:00Z", "first": "2025-12-18T00:00:00Z", "last": "2026-01-03T07:00:00Z", "launches": 5, "not_read": 0, "accounts": ["100000000001", "222233334444"], "policies": "00" }""",
        "the replay of 2026-01-03 was made by other policies than the configuration gives"
    )]
    public void What_was_not_replayed_keeps_the_gate_closed(string? record, string? gap)
    {
        var found = Replay(record);
        Assert.Empty(found.Violations);
        if (gap is null)
            Assert.Empty(found.Gaps);
        else
            Assert.Contains(found.Gaps, g => g.Why.Contains(gap, StringComparison.Ordinal));
        Assert.Equal(gap is null, Violations(Samples.Clean, found));
    }

    [Fact]
    public void A_replay_by_what_enforcement_decides_by_opens_the_gate()
    {
        var digest = ConfiguredPolicies.EnforcedDigest(Config(Samples.Clean), new DateOnly(2026, 1, 3));
        var record = Replayed.Replace(" }", $$""", "policies": "{{digest}}" }""", StringComparison.Ordinal);
        Assert.Empty(Replay(record).Gaps);
    }

    [Fact]
    public void A_list_that_changed_since_the_replay_keeps_the_gate_closed()
    {
        var found = new ReplayedLaunches(Files(Replayed), new Amigov.FixedTime(Now)).Find(
            Input(),
            "triage",
            Now.AddHours(-1)
        );
        Assert.Contains(
            found.Gaps,
            g => g.Why.Contains("the list was changed on 2026-01-03", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("launch-100000000001-888888888888", "open", false)]
    [InlineData("launch-100000000001-888888888888", "closed", true)]
    [InlineData("launch-100000000001-ami-0123456789abcdef0", "open", false)]
    // What the list approves by now, what an exception lets through, another account, a call that audit mode denies already.
    [InlineData("launch-100000000001-123456738923", "open", true)]
    [InlineData("launch-222233334444-222233334444", "open", true)]
    [InlineData("launch-100000000009-888888888888", "open", true)]
    [InlineData("creation-100000000001-3f0c9d1e22", "open", true)]
    // Nobody knows whose launches these were.
    [InlineData("launch-unknown-888888888888", "open", false)]
    public void Open_findings_of_launches_keep_the_gate_closed(string finding, string state, bool open) =>
        Assert.Equal(
            open,
            Violations(
                Samples.Clean,
                Replay(
                    Replayed,
                    (
                        $"triage/{finding}.json",
                        $$"""{ "finding": "{{finding}}", "outcome": "violation", "reason": "r", "state": "{{state}}" }"""
                    )
                )
            )
        );

    /// <summary>What denied the launches may be what the list asks of the owner's images.</summary>
    [Theory]
    [InlineData("123456738923", "ops_publisher_account", false)]
    [InlineData("111122223333", "ops_publisher_account", true)]
    public void The_list_settles_no_finding_on_an_owner_with_criteria(string owner, string publisher, bool open)
    {
        var config = Samples.Clean.Replace(
            $"\"{publisher}\": {{",
            $$"""
            "{{publisher}}": { "image_criteria": { "image_names": ["golden-*"] },
            """,
            StringComparison.Ordinal
        );
        var finding = $"launch-100000000001-{owner}";
        var entry = $$"""{ "finding": "{{finding}}", "state": "open" }""";
        var found = new ReplayedLaunches(
            Files(Replayed, ($"triage/{finding}.json", entry)),
            new Amigov.FixedTime(Now)
        ).Find(Input(config), "triage", null);
        Assert.Equal(open, Violations(config, found));
    }

    private static GateInput Input() => Input(Samples.Clean);

    private static GateInput Input(string config) =>
        new(
            Config(config),
            RolloutBench.Empty,
            [],
            [
                .. new[] { Workload, AccountId.Parse("222233334444") }.Select(
                    a => new AmiGovernance.Core.Policies.Organizations.OrganizationAccount(a, "name", "ou")
                ),
            ],
            0
        );

    private static InMemoryFileStore Files(string? record, params (string Path, string Text)[] entries)
    {
        var files = new InMemoryFileStore();
        if (record is not null)
            files.Files["triage/replay.json"] = Encoding.UTF8.GetBytes(record);
        foreach (var (path, text) in entries)
            files.Files[path] = Encoding.UTF8.GetBytes(text);
        return files;
    }

    private static ViolationFindings Replay(string? record, params (string Path, string Text)[] entries)
    {
        return new ReplayedLaunches(Files(record, entries), new Amigov.FixedTime(Now)).Find(Input(), "triage", null);
    }

    private static bool Violations(string config, ViolationFindings found) =>
        new ViolationsGate(Config(config), DateOnly.FromDateTime(Now.UtcDateTime)).Check([found], notActive: 0).IsOpen;

    private static Task<InstanceScan> Scan(Images images) =>
        new ScanInstances(images, Enforced(Samples.Clean)).Run([Workload], [], TestContext.Current.CancellationToken);

    private static Gate Violations(string config, InstanceScan found, DateTimeOffset now) =>
        new ViolationsGate(Config(config), DateOnly.FromDateTime(now.UtcDateTime)).Check(
            [found.Findings([], null)],
            notActive: 0
        );

    private sealed class Images : IInstanceReader
    {
        public ImmutableArray<InstanceImage> Instances { get; init; } = [];

        public AllowedImagesSetting Setting { get; init; } = new(AllowedImagesState.AuditMode, ByPolicy: true);

        public string Refuses { get; init; } = "";

        private void Check(string operation)
        {
            if (Refuses == operation)
                throw new AwsException($"ec2:{operation}", "UnauthorizedOperation", "no", "request");
        }

        public Task<ImmutableArray<RegionName>> DescribeRegions(AccountId account, CancellationToken cancel)
        {
            Check("DescribeRegions");
            return Task.FromResult<ImmutableArray<RegionName>>([
                RegionName.Parse("eu-central-1"),
                RegionName.Parse("us-east-1"),
            ]);
        }

        public Task<AllowedImagesSetting> GetAllowedImagesSettings(
            AccountId account,
            RegionName region,
            CancellationToken cancel
        )
        {
            Check("GetAllowedImagesSettings");
            return Task.FromResult(Setting);
        }

        public async IAsyncEnumerable<InstanceImage> DescribeInstanceImageMetadata(
            AccountId account,
            RegionName region,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel
        )
        {
            await Task.Yield();
            Check("DescribeInstanceImageMetadata");
            foreach (var instance in region.Value == "us-east-1" ? Instances : [])
                yield return instance;
        }
    }
}
