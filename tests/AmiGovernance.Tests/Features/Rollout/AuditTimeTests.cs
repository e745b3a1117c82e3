using System.Text.Json.Nodes;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Gates;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Rollout;

/// <summary>Since when audit mode runs, by the record and by CloudTrail: the later start counts.</summary>
public sealed class AuditTimeTests
{
    private const string Declarative = "ami-governance-declarative-policy";

    /// <summary>When the bench deploys.</summary>
    private static readonly DateTimeOffset Deployed = new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);

    /// <summary>In audit mode by the record since <see cref="Deployed"/>; 14 days are asked for.</summary>
    private static RolloutBench Bench(int daysLater)
    {
        var bench = new RolloutBench().Configure(Samples.Clean, "audit_mode");
        Assert.Equal(ApplyOutcome.Done, bench.PlanAndApply().Outcome);
        bench.Time = new Amigov.FixedTime(Deployed.AddDays(daysLater));
        return bench;
    }

    private static OrganizationPolicy Policy(RolloutBench bench) =>
        bench.World.Organization.Policies.First(p => p.Name == Declarative);

    private static Gate Gate(RolloutBench bench)
    {
        var input = bench.Promotion("ou-ab12-workload").Gates;
        return new AuditTimeGate(
            bench.Aws,
            [new RecordedAudit(bench.Amigov.Files, bench.Time), new TrailedAudit(bench.History, bench.Amigov.Files)],
            bench.Time
        )
            .Check(input, TestContext.Current.CancellationToken)
            .GetAwaiter()
            .GetResult();
    }

    private static void Recorded(RolloutBench bench, DateTimeOffset at, string name, JsonObject? more = null)
    {
        var request = more ?? [];
        request["policyId"] ??= Policy(bench).Id;
        bench.Events.Add(at, name, request);
    }

    private static JsonObject At(string target) => new() { ["targetId"] = target };

    private static JsonObject Written(RolloutBench bench, AllowedImagesState state) =>
        new() { ["content"] = PolicyContent.WithState(Policy(bench).Content, state, openToChildren: false) };

    private static void Says(Gate gate, string words) =>
        Assert.Contains(gate.Evidence, line => line.Contains(words, StringComparison.Ordinal));

    [Fact]
    public async Task Without_an_account_nothing_is_confirmed()
    {
        var bench = Bench(20);
        var input = bench.Promotion("ou-ab12-workload").Gates with { Accounts = [] };
        var sources = new IAuditEvidence[] { new RecordedAudit(bench.Amigov.Files, bench.Time) };
        var gate = await new AuditTimeGate(bench.Aws, sources, bench.Time).Check(
            input,
            TestContext.Current.CancellationToken
        );
        Assert.False(gate.IsOpen);
        Says(gate, "no account would be enforced");
    }

    [Theory]
    [InlineData(13, false)]
    [InlineData(14, true)]
    public void Both_sources_are_shown_and_agree(int days, bool open)
    {
        var bench = Bench(days);
        Recorded(bench, Deployed, "CreatePolicy", Written(bench, AllowedImagesState.AuditMode));
        Recorded(bench, Deployed, "AttachPolicy", At(RolloutBench.Root));
        var gate = Gate(bench);
        Assert.Equal(open, gate.IsOpen);
        Says(gate, $"in audit mode since 2026-01-03 12:00 UTC by the record, {days} of 14 days");
        Says(gate, $"in audit mode since 2026-01-03 12:00 UTC by CloudTrail, {days} of 14 days");
        Assert.DoesNotContain(gate.Evidence, e => e.Contains("later start", StringComparison.Ordinal));
    }

    [Fact]
    public void A_record_that_was_forged_opens_nothing_that_CloudTrail_keeps_closed()
    {
        var bench = Bench(2);
        Recorded(bench, Deployed, "AttachPolicy", At(RolloutBench.Root));
        Forge(bench, days: 20);
        var gate = Gate(bench);
        Assert.False(gate.IsOpen);
        Says(gate, "since 2025-12-14 12:00 UTC by the record, 22 of 14 days");
        Says(gate, "since 2026-01-03 12:00 UTC by CloudTrail, 2 of 14 days");
        Says(gate, "the later start counts, 2 of 14 days");
    }

    /// <summary>The whole record, so many days earlier, with hashes that hold.</summary>
    private static void Forge(RolloutBench bench, int days)
    {
        var hash = "";
        foreach (var file in bench.Log().Files)
        {
            var forged = new List<byte>();
            foreach (var entry in file.Entries)
            {
                var earlier = (entry with { At = entry.At.AddDays(-days) }).ChainedTo(hash);
                hash = earlier.Hash;
                forged.AddRange(earlier.ToLine());
            }
            bench.Amigov.Files.Files[file.Path] = [.. forged];
        }
        Assert.NotEmpty(bench.Log().Entries);
    }

    [Fact]
    public void A_policy_that_came_back_from_enforcement_begins_again()
    {
        var bench = Bench(30);
        Recorded(bench, Deployed.AddDays(5), "UpdatePolicy", Written(bench, AllowedImagesState.Enabled));
        Recorded(bench, Deployed.AddDays(20), "UpdatePolicy", Written(bench, AllowedImagesState.AuditMode));
        Recorded(bench, Deployed.AddDays(25), "UpdatePolicy", Written(bench, AllowedImagesState.AuditMode));
        var gate = Gate(bench);
        Assert.False(gate.IsOpen);
        Says(gate, "by CloudTrail, 10 of 14 days");
    }

    [Fact]
    public void A_changed_list_does_not_begin_again_where_it_is_known_to_have_been_in_audit_mode()
    {
        var bench = Bench(30);
        Recorded(bench, Deployed, "CreatePolicy", Written(bench, AllowedImagesState.AuditMode));
        Recorded(bench, Deployed.AddDays(25), "UpdatePolicy", Written(bench, AllowedImagesState.AuditMode));
        Assert.True(Gate(bench).IsOpen);
    }

    [Fact]
    public void An_update_of_which_nobody_knows_what_it_replaced_begins_again()
    {
        var bench = Bench(30);
        Recorded(bench, Deployed.AddDays(25), "UpdatePolicy", Written(bench, AllowedImagesState.AuditMode));
        Assert.False(Gate(bench).IsOpen);
    }

    [Fact]
    public void An_update_without_its_document_begins_again()
    {
        var bench = Bench(30);
        Recorded(bench, Deployed, "CreatePolicy", Written(bench, AllowedImagesState.AuditMode));
        Recorded(bench, Deployed.AddDays(25), "UpdatePolicy");
        var gate = Gate(bench);
        Assert.False(gate.IsOpen);
        Says(gate, "by CloudTrail, 5 of 14 days");
    }

    [Fact]
    public void A_detached_stage_and_a_type_that_was_off_begin_again()
    {
        var bench = Bench(30);
        bench.Events.Add(
            Deployed.AddDays(3),
            "UpdatePolicy",
            new JsonObject
            {
                ["policyId"] = "p-stage001",
                ["content"] = Written(bench, AllowedImagesState.Enabled)["content"]!.DeepClone(),
            }
        );
        bench.Events.Add(
            Deployed.AddDays(20),
            "DetachPolicy",
            new JsonObject { ["policyId"] = "p-stage001", ["targetId"] = "ou-ab12-workload" }
        );
        Says(Gate(bench), "by CloudTrail, 10 of 14 days");
        bench.Events.Add(
            Deployed.AddDays(28),
            "EnablePolicyType",
            new JsonObject { ["policyType"] = "DECLARATIVE_POLICY_EC2", ["rootId"] = RolloutBench.Root }
        );
        Says(Gate(bench), "by CloudTrail, 2 of 14 days");
    }

    [Fact]
    public void A_history_that_is_too_short_leaves_the_record_and_says_so()
    {
        var gate = Gate(Bench(50));
        Assert.True(gate.IsOpen);
        Says(gate, "by CloudTrail no call of account 999999999999 ended it since 2025-11-24, where its history begins");
    }

    [Fact]
    public void A_history_that_may_not_be_read_leaves_the_record_and_says_so()
    {
        var bench = Bench(14);
        bench.Events.Refuses = "AccessDeniedException";
        var gate = Gate(bench);
        Assert.True(gate.IsOpen);
        Says(gate, "was not read (cloudtrail:LookupEvents: AccessDeniedException: no): the record counts");
    }

    [Fact]
    public async Task Where_the_SCP_governs_alone_its_launch_denies_are_the_mode()
    {
        var bench = Bench(30);
        var scp = bench.World.Organization.Policies.First(p => p.Name == "scp-ami-guardrail");
        JsonObject Scp(string content) => new() { ["policyId"] = scp.Id, ["content"] = content };
        Recorded(bench, Deployed, "CreatePolicy", Scp(scp.Content));
        Recorded(bench, Deployed.AddDays(20), "UpdatePolicy", Scp(DeniesLaunches));
        Recorded(bench, Deployed.AddDays(25), "UpdatePolicy", Scp(scp.Content));
        var input = bench.Promotion("ou-ab12-workload").Gates;
        var alone = input with
        {
            Organization = input.Organization with { UnknownTypes = [OrganizationPolicyType.DeclarativePolicyEc2] },
        };
        var audit = new TrailedAudit(bench.History, bench.Amigov.Files);
        var evidence = await audit.Find(alone, TestContext.Current.CancellationToken);
        Assert.Equal(Deployed.AddDays(25), Assert.Single(evidence.Starts).Since);
    }

    private const string DeniesLaunches =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"ec2:RunInstances","Resource":"*"}]}""";
}
