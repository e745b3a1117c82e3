using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Tests.Policies.Declarative;

/// <summary>
/// `snapshot_block_public_access` as AWS's page "EC2 policy syntax and examples" has it: states `block_all_sharing`, `block_new_sharing`
/// and `unblocked`; `EnableSnapshotBlockPublicAccess` and `DisableSnapshotBlockPublicAccess` change it.
/// </summary>
public sealed class SnapshotSharingTests
{
    private static readonly StateAttribute Snapshots = DeclarativeAttributes.SnapshotBlockPublicAccess;

    private static GovernanceConfig Config(string settings)
    {
        var text = $$"""
            {
              "ops_publisher_account": { "account_id": "123456738923" },
              "policy_config": { {{settings}} }
            }
            """;
        var bag = new DiagnosticBag();
        var config = ConfigReader.Read(SourceText.FromString("c.json", text), bag)!;
        Assert.False(bag.HasErrors);
        return config;
    }

    private static GeneratedPolicies Generate(GovernanceConfig config) =>
        PolicyGenerator.Generate(config, new DateOnly(2026, 1, 3), AllowedImagesState.Enabled, new DiagnosticBag())!;

    private static string Document(GovernanceConfig config) =>
        Encoding.UTF8.GetString(DeclarativePolicyWriter.Organizations(Generate(config).Declarative, indented: false));

    [Theory]
    [InlineData("block_all_sharing")]
    [InlineData("block_new_sharing")]
    [InlineData("unblocked")]
    public void The_state_is_written_as_AWS_spells_it_and_locked_on_every_node(string state)
    {
        var document = Document(Config($"\"snapshot_block_public_access\": \"{state}\""));
        const string Lock = "\"@@operators_allowed_for_child_policies\":[\"@@none\"]";
        Assert.Contains(
            $"\"snapshot_block_public_access\":{{{Lock},\"state\":{{{Lock},\"@@assign\":\"{state}\"}}}}",
            document,
            StringComparison.Ordinal
        );
        var read = DeclarativePolicyParser.Read(SourceText.FromString("d.json", document)).Value!;
        Assert.Equal(state, read.StateOf(Snapshots));
        Assert.Equal(state != "unblocked", read.Restricts(Snapshots));
    }

    [Fact]
    public void Without_the_key_the_policies_say_nothing_of_snapshots()
    {
        var policies = Generate(Config(""));
        Assert.Null(policies.Declarative.StateOf(Snapshots));
        Assert.DoesNotContain(
            policies.ServiceControlPolicies.SelectMany(p => p.Statements).SelectMany(s => s.Actions),
            a => a.Contains("SnapshotBlockPublicAccess", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("block-all-sharing")]
    [InlineData("enabled")]
    public void What_is_no_state_of_a_policy_is_refused(string state)
    {
        var bag = new DiagnosticBag();
        const string Form = """{"ec2_attributes":{"snapshot_block_public_access":{"state":{"@@assign":"STATE"}}}}""";
        var text = Form.Replace("STATE", state, StringComparison.Ordinal);
        DeclarativePolicyParser.Parse(SourceText.FromString("d.json", text), bag);
        Assert.Equal("AMI0309", Assert.Single(bag.ToSorted()).Code);
    }

    /// <summary>EnableSnapshotBlockPublicAccess takes block-new-sharing where block-all-sharing holds: it weakens too.</summary>
    [Theory]
    [InlineData("ec2:DisableSnapshotBlockPublicAccess")]
    [InlineData("ec2:EnableSnapshotBlockPublicAccess")]
    public void The_guardrail_denies_what_changes_the_state_and_the_proof_misses_each(string action)
    {
        var config = Config("\"snapshot_block_public_access\": \"block_all_sharing\"");
        var policies = Generate(config);
        var statements = policies.ServiceControlPolicies.SelectMany(p => p.Statements).ToList();
        Assert.Equal(ProofOutcome.Proven, StaysOn(statements).Outcome);
        var lost = StaysOn(statements.Select(s => s with { Actions = s.Actions.Remove(action) }));
        Assert.Equal(ProofOutcome.Refuted, lost.Outcome);
        Assert.Contains(action, lost.Counterexample.ToString() + lost.Reason, StringComparison.Ordinal);

        GuaranteeResult StaysOn(IEnumerable<Statement> all) =>
            Prover
                .Run(
                    new ProofInput(
                        config,
                        policies.Declarative,
                        [.. all],
                        new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero)
                    )
                )
                .Single(r => r.Id == GuaranteeId.GuardrailsStayOn);
    }

    [Fact]
    public void A_node_without_a_lock_is_found()
    {
        var document = Document(Config("\"snapshot_block_public_access\": \"block_new_sharing\""));
        Assert.Null(FirstUnlocked(document));
        var open = document.Replace(
            "\"@@operators_allowed_for_child_policies\":[\"@@none\"],\"@@assign\":\"block_new_sharing\"}},\"allowed",
            "\"@@assign\":\"block_new_sharing\"}},\"allowed",
            StringComparison.Ordinal
        );
        Assert.Equal("/ec2_attributes/snapshot_block_public_access/state", FirstUnlocked(open));
    }

    private static string? FirstUnlocked(string document) =>
        DeclarativeLocks.FirstUnlocked(
            JsonParser.Parse(SourceText.FromString("d.json", document), new DiagnosticBag())!.Root
        );

    /// <summary>A policy that says nothing leaves it to the account, which may block: more than `unblocked` does.</summary>
    [Theory]
    [InlineData("block_all_sharing", "block_new_sharing", 1)]
    [InlineData("block_all_sharing", null, 2)]
    [InlineData("block_all_sharing", "unblocked", 3)]
    [InlineData(null, "unblocked", 1)]
    [InlineData("unblocked", null, 0)]
    [InlineData(null, "block_all_sharing", 0)]
    [InlineData("block_new_sharing", "block_new_sharing", 0)]
    public void What_is_lost_by_a_state_is_won_by_the_way_back(string? before, string? after, int steps)
    {
        Assert.Equal(steps, Snapshots.Lost(before, after).Length);
        Assert.Equal(steps, Snapshots.Won(after, before).Length);
    }
}
