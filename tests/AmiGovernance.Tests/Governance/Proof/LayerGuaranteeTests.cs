using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>Both layers allow the same owners today, and what shows the opposite leaves nothing open.</summary>
public sealed class LayerGuaranteeTests
{
    /// <summary>Found by a mutant: a deny that begins later was compared as if it were in force.</summary>
    [Theory]
    [InlineData("2026-01-04T00:00:00Z", true)]
    [InlineData("2026-01-03T00:00:00Z", false)]
    public void A_list_counts_from_the_day_on_which_its_deny_begins(string from, bool holds)
    {
        var later = ProvenCase.Statements.Single(s => s.Sid == ProvenCase.Launch) with
        {
            Sid = "Later",
            Conditions = [],
        };
        later = later
            .With("StringNotEquals", "ec2:Owner", "222233334444")
            .With("DateGreaterThanEquals", "aws:CurrentTime", from);
        var expected = holds ? ProofOutcome.Proven : ProofOutcome.Refuted;
        var results = ProvenCase.Prove(s => s, later);
        Assert.True(expected == results.Of(10).Outcome, ProvenCase.Text(results));
    }

    /// <summary>Found by a mutant: an alias alone leaves open whether its account is listed.</summary>
    [Fact]
    public void A_missing_alias_is_shown_with_an_account()
    {
        var (config, policies) = ProvenCase.Whole;
        var criterion = policies.Declarative.Criteria[0];
        var without = policies with
        {
            Declarative = policies.Declarative with
            {
                Criteria = [criterion with { Providers = criterion.Providers.Remove("amazon") }],
            },
        };
        var result = ProvenCase.Prove(config, without, ProvenCase.Statements).Of(2);
        Assert.Equal(ProofOutcome.Refuted, result.Outcome);
        Assert.Contains(
            " --image-owner amazon --image-owner-account ",
            result.Counterexample,
            StringComparison.Ordinal
        );
    }

    /// <summary>
    /// EC2 user guide, "Allowed AMIs": audit mode blocks no launch. A provider that is missing then refutes the guarantee, and no launch
    /// shows it.
    /// </summary>
    [Theory]
    [InlineData(AllowedImagesState.AuditMode, "")]
    [InlineData(
        AllowedImagesState.Enabled,
        "--action ec2:RunInstances --account 000000000000 --image-owner 123456738923"
    )]
    public void What_audit_mode_lets_through_has_no_counterexample(AllowedImagesState mode, string counterexample)
    {
        var config = ProvenCase.Config("""{ "ops_publisher_account": { "account_id": "123456738923" } }""");
        var policies = ProvenCase.Generate(config, mode);
        var without = policies with
        {
            Declarative = policies.Declarative with { Criteria = [new ImageCriterion(["999900001111"], null)] },
        };
        var statements = policies.ServiceControlPolicies.SelectMany(p => p.Statements);
        var result = ProvenCase.Prove(config, without, statements).Of(2);
        Assert.Equal(
            (ProofOutcome.Refuted, "the declarative policy names 123456738923 in no criterion", counterexample),
            (result.Outcome, result.Reason, result.Counterexample.ToString())
        );
    }
}
