using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>
/// Without `Version` a document is one of 2008-10-17, in which `${…}` is text (IAM user guide, "IAM JSON policy elements: Version").
/// </summary>
public sealed class PolicyVersionTests
{
    private const string Configuration = """
        {
          "ops_publisher_account": { "account_id": "123456738923" },
          "restore_roles": [ { "arn": "arn:aws:iam::555566667777:role/Migration" } ],
          "policy_config": { "deny_foreign_image_copies": true }
        }
        """;

    private const string Owners = """
        {
          "Version": "2012-10-17",
          "Statement": {
            "Sid": "Copies", "Effect": "Deny", "Action": "ec2:CopyImage", "Resource": "arn:*:ec2:*::image/*",
            "Condition": { "StringNotEquals": { "ec2:Owner": ["111122223333", "${aws:PrincipalAccount}"] } }
          }
        }
        """;

    private static readonly string WithoutVersion = Owners.Replace(
        "\"Version\": \"2012-10-17\",",
        "",
        StringComparison.Ordinal
    );

    private static PolicyDocument Read(string json) =>
        PolicyParser.Read(SourceText.FromString("p.json", json), PolicyType.ServiceControlPolicy).Value!;

    [Theory]
    [InlineData("2012-10-17", true)]
    [InlineData("2008-10-17", false)]
    public void A_statement_knows_whether_it_has_variables(string version, bool expected)
    {
        var document = Read(Owners.Replace("2012-10-17", version, StringComparison.Ordinal));
        Assert.Equal(expected, Assert.Single(document.Statements).HasVariables);
        Assert.False(Assert.Single(Read(WithoutVersion).Statements).HasVariables);
    }

    /// <summary>Migration launches what its own account owns, and everybody copies it, by the variable alone.</summary>
    [Fact]
    public void What_rests_on_a_variable_is_not_proven_without_the_version()
    {
        var config = ProvenCase.Config(Configuration);
        var policies = ProvenCase.Generate(config, AllowedImagesState.Enabled);
        var statements = policies.ServiceControlPolicies.SelectMany(p => p.Statements).ToList();
        ProvenCase.AssertAllHold(ProvenCase.Prove(config, policies, statements));

        var results = ProvenCase.Prove(config, policies, statements.Select(s => s with { HasVariables = false }));
        Assert.Equal(ProofOutcome.Refuted, results.Of(14).Outcome);
    }

    /// <summary>AWS may have come to know it: what it denies nobody can tell, so nothing is proven to be allowed.</summary>
    [Fact]
    public void What_meets_an_operator_that_is_unknown_here_is_not_proven()
    {
        var config = ProvenCase.Config(Configuration);
        var policies = ProvenCase.Generate(config, AllowedImagesState.Enabled);
        var unknown = Read(
            """
            {
              "Version": "2012-10-17",
              "Statement": {
                "Sid": "New", "Effect": "Deny", "Action": "ec2:RunInstances", "Resource": "*",
                "Condition": { "StringResembles": { "aws:RequestedRegion": "eu-*" } }
              }
            }
            """
        );
        var statements = policies.ServiceControlPolicies.SelectMany(p => p.Statements).Concat(unknown.Statements);
        var results = ProvenCase.Prove(config, policies, statements);
        Assert.DoesNotContain(results, r => r.Outcome == ProofOutcome.Refuted);
        var open = results.Where(r => r.Outcome == ProofOutcome.NotProven).ToList();
        Assert.NotEmpty(open);
        Assert.All(open, r => Assert.Contains("StringResembles", r.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_words_of_another_version_are_another_meaning()
    {
        var (with, without) = (Read(Owners).Statements, Read(WithoutVersion).Statements);
        Assert.Empty(PolicyDifference.Between(without, without).Changes);
        var changes = PolicyDifference.Between(with, without).Changes;
        Assert.NotEmpty(changes);
        Assert.All(changes, c => Assert.True(c.IsDeniedNow));
        Assert.NotNull(SafeTransition.Problem(with, without, with));
    }

    [Fact]
    public void The_engine_and_its_reasons_agree()
    {
        var request = new RequestContext { Action = "ec2:CopyImage", Resource = "arn:aws:ec2:us-east-1::image/ami-1" }
            .Set("aws:PrincipalAccount", "444455556666")
            .Set("ec2:Owner", "444455556666");
        foreach (var (document, isDenied) in new[] { (Read(Owners), false), (Read(WithoutVersion), true) })
        {
            var statement = document.Statements[0];
            var alone = new CompiledPolicy(new PolicyDocument([statement]), "p");
            var engine = new Authorization { ServiceControlPolicies = PolicyLevels.Of([alone]) };
            Assert.Equal(isDenied, engine.Decide(request, new Caller()).Outcome == Outcome.ExplicitDeny);
            Assert.Equal(isDenied, StatementMatch.FirstFailing(statement, request, OpenFacts.None) is null);
        }
    }
}
