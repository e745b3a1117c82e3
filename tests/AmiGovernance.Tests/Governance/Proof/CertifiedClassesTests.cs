using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>What a certificate tells of classes, and which classes it cannot tell.</summary>
public sealed class CertifiedClassesTests
{
    private const string Services = """
        {
          "ops_publisher_account": { "account_id": "123456738923" },
          "managed_services": [ { "service": "eks_auto_mode", "regions": [ "us-west-2", "eu-central-1", "us-east-1" ] } ]
        }
        """;

    private static CertifiedClasses Certify(params Statement[] statements)
    {
        var (config, policies) = ProvenCase.Whole;
        var input = new ProofInput(config, policies.Declarative, [.. statements], ProvenCase.Now);
        return Prover.Certify(input).Classes;
    }

    private static Statement Deny(params string[] resources) =>
        new(Effect.Deny)
        {
            Sid = "Deny",
            Actions = ["ec2:RunInstances"],
            Resources = [.. resources],
        };

    [Fact]
    public void Accounts_of_managed_services_stand_in_order()
    {
        var config = ProvenCase.Config(Services);
        var policies = ProvenCase.Generate(config, AllowedImagesState.Enabled);
        var statements = policies.ServiceControlPolicies.SelectMany(p => p.Statements);
        var classes = Prover
            .Certify(new ProofInput(config, policies.Declarative, [.. statements], ProvenCase.Now))
            .Classes;
        Assert.Null(classes.Problem);
        Assert.Equal(3, classes.OwningAccounts.Length);
        Assert.Equal(classes.OwningAccounts.Order(StringComparer.Ordinal), classes.OwningAccounts);
    }

    [Fact]
    public void What_is_generated_can_be_told()
    {
        var classes = Certify([.. ProvenCase.Statements]);
        Assert.Null(classes.Problem);
        Assert.Empty(classes.OwningAccounts);
        Assert.Contains(classes.Requests, r => r.Kind == "launch" && r.Actions.Contains("ec2:RunInstances"));
    }

    public static TheoryData<string, object> Problems =>
        new()
        {
            { "statement `Deny` looks at other resources than all, or all images", Deny("arn:aws:ec2:*::image/*") },
            { "statement `Deny` looks at other resources than all, or all images", Deny("*", GuardedActions.ImageArn) },
            {
                "statement `Deny` looks at other resources than all, or all images",
                Deny("*") with
                {
                    ResourcesExcluded = true,
                }
            },
            {
                "a statement without Sid looks at other resources than all, or all images",
                Deny("arn:aws:ec2:*::image/*") with
                {
                    Sid = null,
                }
            },
            {
                "statement `Deny` compares another key than the image's owner with the caller",
                Deny("*").With("StringNotEquals", "aws:ResourceAccount", "${aws:PrincipalAccount}")
            },
            {
                "statement `Deny` compares ec2:owner by patterns",
                Deny(GuardedActions.ImageArn).With("StringNotLike", "ec2:Owner", "9*")
            },
            {
                "depends on aws:username (statement `Deny`)",
                Deny(GuardedActions.ImageArn).With("StringNotEquals", "aws:username", "x")
            },
            {
                "requests are told apart by aws:PrincipalTag/team",
                Deny(GuardedActions.ImageArn).With("StringNotEquals", "aws:PrincipalTag/team", "x")
            },
            {
                "requests are told apart by Region or image id",
                Deny(GuardedActions.ImageArn).With("StringNotEquals", "aws:RequestedRegion", "eu-west-1")
            },
        };

    [Theory]
    [MemberData(nameof(Problems))]
    public void What_cannot_be_told_is_said(string problem, object statement)
    {
        Assert.Equal(problem, Certify((Statement)statement).Problem);
        Assert.Null(Certify(Deny("*")).Problem);
    }

    [Fact]
    public void Lists_of_principals_that_overlap_cannot_be_told()
    {
        const string One = "arn:aws:iam::*:role/One";
        const string Two = "arn:aws:iam::*:role/Two";
        const string Three = "arn:aws:iam::*:role/Three";
        Statement Spares(string sid, params string[] principals) =>
            Deny(GuardedActions.ImageArn).With("ArnNotLike", "aws:PrincipalArn", principals) with
            {
                Sid = sid,
            };
        Assert.Null(Certify(Spares("A", One), Spares("B", One, Two), Spares("C", One, Two, Three)).Problem);
        Assert.Equal(
            "statements on ec2:RunInstances name principals in lists that overlap",
            Certify(Spares("A", One, Two), Spares("B", Two, Three)).Problem
        );
    }
}
