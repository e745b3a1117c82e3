using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>
/// A restore by AWS Backup launches the account's own image under the backup role (AWS managed policy
/// AWSBackupServiceRolePolicyForRestores: `ec2:RunInstances` on all resources).
/// </summary>
public sealed class RestoreGuaranteeTests
{
    private const string RestoreSid = "DenyRestoreOfNonApprovedAMIs";
    private const string Own = "${aws:PrincipalAccount}";
    private const string Backup = "arn:*:iam::*:role/service-role/AWSBackupDefaultServiceRole";

    private static (GovernanceConfig Config, GeneratedPolicies Policies) Make(string roles)
    {
        var config = ProvenCase.Config(
            $$"""
                {
                  "ops_publisher_account": { "account_id": "123456738923" },
                  "publisher_aliases": [ "amazon" ],
                  "break_glass_principals": [ { "arn": "arn:aws:iam::444455556666:role/Rescue" } ],
                  "restore_roles": [ {{string.Join(
                    ", ",
                    roles.Split(' ').Select(arn => $"{{ \"arn\": \"{arn}\" }}")
                )}} ],
                  "exception_accounts": [
                    { "account_id": "222233334444", "expires_on": "2026-03-01", "usable_by": ["777788889999"] },
                    { "account_id": "777788889999", "expires_on": "2026-02-01" }
                  ]
                }
                """
        );
        return (config, ProvenCase.Generate(config, AllowedImagesState.Enabled));
    }

    private static ImmutableArray<GuaranteeResult> Prove(
        string roles,
        Func<Statement, Statement>? change = null,
        string? without = null
    )
    {
        var (config, policies) = Make(roles);
        var statements = policies.ServiceControlPolicies.SelectMany(p => p.Statements).Where(s => s.Sid != without);
        return ProvenCase.Prove(config, policies, statements.Select(change ?? (s => s)));
    }

    [Theory]
    [InlineData(Backup)]
    [InlineData("arn:aws:iam::555566667777:role/Migration")]
    [InlineData("arn:aws:iam::5*:role/Migration")]
    [InlineData("arn:aws:iam::222233334444:role/Migration")]
    [InlineData($"{Backup} arn:aws:iam::555566667777:role/Migration arn:aws:iam::4*:user/x*")]
    public void What_is_generated_is_proven(string roles)
    {
        var results = Prove(roles);
        ProvenCase.AssertAllHold(results);
        Assert.Equal(ProofOutcome.Proven, results.Of(14).Outcome);
    }

    [Theory]
    [InlineData(Backup)]
    [InlineData("arn:aws:iam::555566667777:role/Migration")]
    [InlineData("arn:aws:iam::5*:role/Migration")]
    public void A_restore_that_a_statement_denies_is_found(string roles)
    {
        var withoutOwn = Prove(roles, ProvenCase.On(RestoreSid, s => OnOwners(s, o => o.Remove(Own))));
        Assert.Equal(ProofOutcome.Refuted, withoutOwn.Of(14).Outcome);
        var bound = Prove(
            roles,
            ProvenCase.On(
                ProvenCase.Launch,
                s => s with { Conditions = [.. s.Conditions.Where(c => c.Key != "aws:PrincipalArn")] }
            )
        );
        Assert.Equal(ProofOutcome.Refuted, bound.Of(14).Outcome);
        var (account, owner) = (After(bound.Of(14), "--account "), After(bound.Of(14), "--image-owner "));
        Assert.Equal(account, owner);
    }

    [Theory]
    [InlineData(Backup)]
    [InlineData("arn:aws:iam::555566667777:role/Migration")]
    [InlineData("arn:aws:iam::5*:role/Migration")]
    public void A_strangers_image_that_the_role_may_launch_is_found(string roles)
    {
        foreach (
            var results in new[]
            {
                Prove(roles, without: RestoreSid),
                Prove(roles, ProvenCase.On(RestoreSid, s => OnOwners(s, o => o.Add("999988887777")))),
            }
        )
        {
            Assert.Equal(ProofOutcome.Refuted, results.Of(1).Outcome);
            Assert.NotEqual(After(results.Of(1), "--account "), After(results.Of(1), "--image-owner "));
        }
    }

    /// <summary>The layers are compared for ordinary roles; what only roles that restore may launch is the first guarantee's.</summary>
    [Fact]
    public void An_alias_on_the_second_list_alone_makes_no_difference_between_the_layers()
    {
        var results = Prove(Backup, ProvenCase.On(RestoreSid, s => OnOwners(s, o => o.Add("aws-marketplace"))));
        Assert.Equal(ProofOutcome.Refuted, results.Of(1).Outcome);
        Assert.Equal(ProofOutcome.Proven, results.Of(10).Outcome);
    }

    /// <summary>The exemption is the roles' alone: an account's other principals launch none of its own images.</summary>
    [Fact]
    public void Own_images_that_everybody_may_launch_are_found()
    {
        var results = Prove(Backup, ProvenCase.On(ProvenCase.Launch, s => OnOwners(s, o => o.Add(Own))));
        Assert.Equal(ProofOutcome.Refuted, results.Of(1).Outcome);
        Assert.Equal(After(results.Of(1), "--account "), After(results.Of(1), "--image-owner "));
        Assert.DoesNotContain("AWSBackupDefaultServiceRole", results.Of(1).Counterexample, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_that_the_roles_of_others_may_use_after_its_end_is_found()
    {
        var result = Prove(Backup, without: "DenyRestoreFrom20260201").Of(7);
        Assert.Equal(ProofOutcome.Refuted, result.Outcome);
        Assert.Contains("AWSBackupDefaultServiceRole", result.Counterexample, StringComparison.Ordinal);
        Assert.NotEqual(After(result, "--account "), After(result, "--image-owner "));
    }

    [Fact]
    public void Without_roles_nothing_is_promised()
    {
        Assert.Equal(ProofOutcome.NotApplicable, ProvenCase.Prove(s => s).Of(14).Outcome);
        Assert.DoesNotContain(ProvenCase.Statements, s => s.Sid == RestoreSid);
    }

    private static string After(GuaranteeResult result, string option)
    {
        string text = result.Counterexample;
        var start = text.IndexOf(option, StringComparison.Ordinal) + option.Length;
        return text[start..(start + 12)];
    }

    private static Statement OnOwners(
        Statement statement,
        Func<ImmutableArray<string>, ImmutableArray<string>> change
    ) =>
        statement with
        {
            Conditions =
            [
                .. statement.Conditions.Select(c => c.Key == "ec2:Owner" ? c with { Values = change(c.Values) } : c),
            ],
        };
}
