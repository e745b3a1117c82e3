using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>What the declarative policy asks, or does not set, against what the configuration says.</summary>
public sealed class DeclarativeGuaranteeTests
{
    private const string Configuration = """
        {
          "ops_publisher_account": { "account_id": "123456738923" },
          "vendor_publisher_accounts": [
            { "account_id": "111122223333", "image_criteria": { "image_names": ["golden-*"] } }
          ],
          "publisher_aliases": [ "amazon" ],
          "policy_config": { "snapshot_block_public_access": "block_all_sharing" }
        }
        """;

    private static readonly GovernanceConfig Config = ProvenCase.Config(Configuration);
    private static readonly GeneratedPolicies Policies = ProvenCase.Generate(Config, AllowedImagesState.Enabled);

    private static ImmutableArray<GuaranteeResult> Prove(Func<DeclarativePolicy, DeclarativePolicy> change) =>
        Prover.Run(
            new ProofInput(
                Config,
                change(Policies.Declarative),
                [.. Policies.ServiceControlPolicies.SelectMany(p => p.Statements)],
                ProvenCase.Now
            )
        );

    private static ImageCriteria Named(string name) => new() { ImageNames = [name] };

    [Fact]
    public void Criteria_of_the_configuration_are_those_that_are_asked() =>
        ProvenCase.AssertAllHold([.. Prove(policy => policy)]);

    /// <summary>What the service control policy cannot look at, the declarative policy alone keeps out.</summary>
    [Fact]
    public void Criteria_that_are_gone_leave_guarantee_1_unproven()
    {
        var all = Prove(policy =>
            policy with
            {
                Criteria = [.. policy.Criteria.Select(c => c with { Criteria = null })],
            }
        );
        Assert.Equal(ProofOutcome.NotProven, all.Of(1).Outcome);
        Assert.Contains("111122223333", all.Of(1).Reason, StringComparison.Ordinal);
    }

    /// <summary>EC2 user guide, "Allowed AMIs": all parameters of a criterion must hold.</summary>
    [Fact]
    public void Criteria_that_the_configuration_does_not_have_leave_nothing_proven()
    {
        var all = Prove(policy =>
                policy with
                {
                    Criteria = [.. policy.Criteria.Select(c => c with { Criteria = Named("nothing-has-this-name") })],
                }
            )
            .Of(2);
        Assert.Equal(ProofOutcome.NotProven, all.Outcome);
        Assert.Contains("what the configuration does not say", all.Reason, StringComparison.Ordinal);

        var other = Prove(policy =>
                policy with
                {
                    Criteria =
                    [
                        .. policy.Criteria.Select(c => c.Criteria is null ? c : c with { Criteria = Named("x") }),
                    ],
                }
            )
            .Of(2);
        Assert.Equal(ProofOutcome.NotProven, other.Outcome);
        Assert.Contains("111122223333", other.Reason, StringComparison.Ordinal);
    }

    /// <summary>Criteria combine with OR: one more takes nothing away, and one that asks less gives more.</summary>
    [Fact]
    public void A_criterion_that_asks_nothing_lets_all_through()
    {
        Assert.Equal(
            ProofOutcome.Proven,
            Prove(policy => policy with { Criteria = [.. policy.Criteria.Select(c => c with { Criteria = null })] })
                .Of(2)
                .Outcome
        );
        var more = new ImageCriterion(["amazon"], Named("x"));
        Assert.Equal(
            ProofOutcome.Proven,
            Prove(policy => policy with { Criteria = policy.Criteria.Add(more) }).Of(2).Outcome
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData("unblocked")]
    [InlineData("block_new_sharing")]
    public void A_state_that_blocks_less_than_the_configuration_says_refutes(string? state)
    {
        var result = Prove(policy => policy.With(DeclarativeAttributes.SnapshotBlockPublicAccess, state)).Of(5);
        Assert.Equal(ProofOutcome.Refuted, result.Outcome);
        Assert.Contains("`snapshot_block_public_access`", result.Reason, StringComparison.Ordinal);
    }

    /// <summary>
    /// An account of the organization stands in the counterexample, where it shows the same: an image of the caller's own stays its own.
    /// </summary>
    [Theory]
    [InlineData(RequestSpace.UnnamedAccount, "100000000001")]
    [InlineData("999922223333", "999922223333")]
    public void A_request_is_the_same_by_another_account(string owner, string moved)
    {
        var example = new Example("ec2:RunInstances", RequestSpace.UnnamedAccount)
        {
            Principal = "arn:aws:iam::000000000000:role/x",
            Owner = owner,
        };
        Assert.Equal(
            "--action ec2:RunInstances --account 100000000001 --principal arn:aws:iam::100000000001:role/x "
                + $"--image-owner {moved}",
            example.By(AccountId.Parse("100000000001")).Arguments
        );
    }
}
