using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Tests.Governance.Proof;

public sealed class GuaranteeResultTests
{
    /// <summary>What is not proven is a finding, unless the configuration has one for the reason already.</summary>
    [Theory]
    [InlineData(ProofOutcome.Refuted, false, true)]
    [InlineData(ProofOutcome.Refuted, true, true)]
    [InlineData(ProofOutcome.NotProven, false, true)]
    [InlineData(ProofOutcome.NotProven, true, false)]
    [InlineData(ProofOutcome.Proven, false, false)]
    [InlineData(ProofOutcome.Proven, true, false)]
    [InlineData(ProofOutcome.NotApplicable, false, false)]
    public void What_does_not_hold_is_a_finding(ProofOutcome outcome, bool hasOwnFinding, bool isFinding)
    {
        var result = new GuaranteeResult(Guarantee.ListedImagesLaunch, outcome, new Partitioned(1))
        {
            HasOwnFinding = hasOwnFinding,
        };
        Assert.Equal(isFinding, result.IsFinding);
    }

    [Theory]
    [InlineData(ProofOutcome.Refuted, "AMI0321", "refuted")]
    [InlineData(ProofOutcome.NotProven, "AMI0322", "not proven")]
    public void A_finding_has_the_code_of_what_is_wrong(ProofOutcome outcome, string code, string word)
    {
        var (descriptor, said) = ProofDiagnostics.Of(
            new GuaranteeResult(Guarantee.ListedImagesLaunch, outcome, new Partitioned(1))
        );
        Assert.Equal((code, word), (descriptor.Code, said));
    }

    /// <summary>docs/diagnostics/AMI0217.md: the configuration itself is warned about, so that validation does not say it twice.</summary>
    [Theory]
    [InlineData("arn:aws:iam::*:role/Rescue")]
    [InlineData("arn:aws:iam::100000000002:role/Resc*")]
    [InlineData("arn:aws:iam::100000000002:role/*")]
    [InlineData("arn:aws:iam::100000000002:user/ops/?escue")]
    public void A_break_glass_principal_that_a_pattern_names_is_not_proven_and_has_a_finding_of_its_own(string arn)
    {
        var config = ProvenCase.Config(
            $$"""{ "ops_publisher_account": { "account_id": "123456738923" }, "break_glass_principals": [ { "arn": "{{arn}}" } ] }"""
        );
        var policies = ProvenCase.Generate(config, AllowedImagesState.Enabled);
        var results = ProvenCase.Prove(config, policies, policies.ServiceControlPolicies.SelectMany(p => p.Statements));
        var result = results.Of(12);
        Assert.True(result is { Outcome: ProofOutcome.NotProven, IsFinding: false }, ProvenCase.Text(results));
        Assert.Contains(arn, result.Reason, StringComparison.Ordinal);
    }

    /// <summary>docs/reference/guarantees.md has one chapter for each, by number.</summary>
    [Fact]
    public void Guarantees_have_their_own_words_and_numbers()
    {
        var text = File.ReadAllText(RepositoryRoot.File("docs", "reference", "guarantees.md"));
        var proven = ProvenCase.Prove(s => s);
        Assert.Equal(Enumerable.Range(1, 15), proven.Select(r => r.Number));
        Assert.Equal(15, proven.Select(r => r.Title).Distinct().Count());
        Assert.All(proven, r => Assert.Equal(r.Guarantee.Title, r.Title));
        Assert.NotEmpty(text);
    }
}
