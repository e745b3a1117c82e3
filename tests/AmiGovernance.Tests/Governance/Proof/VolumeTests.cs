using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>
/// The Service Authorization Reference marks volumes of `RunInstances` as optional, but a launch makes one unless its image is backed by
/// the instance store (EC2 user guide, "Root volumes for your Amazon EC2 instances").
/// </summary>
public sealed class VolumeTests
{
    private const string Configuration = """
        {
          "ops_publisher_account": { "account_id": "123456738923" },
          "break_glass_principals": [ { "arn": "arn:aws:iam::444455556666:role/Rescue" } ],
          "restore_roles": [ { "arn": "arn:aws:iam::555566667777:role/Migration" } ]
        }
        """;

    private static readonly Statement NoVolumes = new(Effect.Deny)
    {
        Sid = "NoVolumes",
        Actions = ["ec2:RunInstances"],
        Resources = ["arn:*:ec2:*:*:volume/*"],
    };

    private static ImmutableArray<GuaranteeResult> Prove(AllowedImagesState mode, params Statement[] more)
    {
        var config = ProvenCase.Config(Configuration);
        var policies = ProvenCase.Generate(config, mode);
        var statements = policies.ServiceControlPolicies.SelectMany(p => p.Statements).Concat(more);
        return ProvenCase.Prove(config, policies, statements);
    }

    [Fact]
    public void A_deny_on_volumes_denies_all_that_must_be_allowed()
    {
        var results = Prove(AllowedImagesState.Enabled, NoVolumes);
        Assert.All([2, 12, 14], number => Assert.Equal(ProofOutcome.Refuted, results.Of(number).Outcome));
        Assert.DoesNotContain("--kind", results.Of(2).Counterexample, StringComparison.Ordinal);
        Assert.Equal(ProofOutcome.Refuted, Prove(AllowedImagesState.AuditMode, NoVolumes).Of(9).Outcome);
    }

    /// <summary>An image that is backed by the instance store needs no volume.</summary>
    [Fact]
    public void A_deny_on_volumes_alone_keeps_no_image_from_being_launched()
    {
        var config = ProvenCase.Config(Configuration);
        var policies = ProvenCase.Generate(config, AllowedImagesState.Enabled);
        var statements = policies
            .ServiceControlPolicies.SelectMany(p => p.Statements)
            .Select(s => s.Actions.Contains("ec2:RunInstances") ? s with { Resources = NoVolumes.Resources } : s);
        Assert.NotEqual(ProofOutcome.Proven, ProvenCase.Prove(config, policies, statements).Of(1).Outcome);
    }

    [Theory]
    [InlineData("arn:*:ec2:*:*:key-pair/*")]
    [InlineData("arn:*:ec2:*::snapshot/*")]
    [InlineData("arn:*:ec2:*:*:launch-template/*")]
    public void What_only_some_calls_name_leaves_nothing_proven_that_must_be_allowed(string resource)
    {
        var deny = NoVolumes with { Resources = [resource] };
        var results = Prove(AllowedImagesState.Enabled, deny);
        Assert.All([2, 12, 14], number => Assert.Equal(ProofOutcome.NotProven, results.Of(number).Outcome));
        Assert.Equal(ProofOutcome.NotProven, Prove(AllowedImagesState.AuditMode, deny).Of(9).Outcome);
        var creations = deny with
        {
            Actions = ["ec2:CreateImage", "ec2:RegisterImage"],
            Resources = ["arn:*:ec2:*::snapshot/*"],
        };
        Assert.NotEqual(ProofOutcome.Proven, Prove(AllowedImagesState.Enabled, creations).Of(4).Outcome);
    }
}
