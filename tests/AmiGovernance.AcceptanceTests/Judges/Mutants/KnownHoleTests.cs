using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AmiGovernance.AcceptanceTests.Judges.Smt;
using AmiGovernance.Core.Governance.Proof;

namespace AmiGovernance.AcceptanceTests.Judges.Mutants;

/// <summary>Holes that were once proven over, and harmless changes that were once refuted: both judges agree on them.</summary>
public sealed class KnownHoleTests
{
    private const string Launch = "DenyEC2LaunchWithNonApprovedAMIs";
    private const string Creation = "DenyAMICreationAndSideload";

    private const string Copy = "DenyCopyOfNonApprovedAMIs";
    private const string Export = "DenyContentExport";

    private static readonly PolicyBundle Generated = PolicyBundle.Generate(
        ProverAgreementTests.OptIns,
        "enabled",
        ProverAgreementTests.Today
    );

    [Theory]
    [InlineData(1, "arn:*:ec2:*-1::image/*")]
    [InlineData(1, "arn:aws:ec2:*::image/*")]
    [InlineData(1, "arn:*:ec2:*::image/ami-0*")]
    public void Images_that_the_resource_of_the_launch_deny_misses(int guarantee, string resource) =>
        Refuted(guarantee, Changed(Launch, s => s["Resource"] = resource));

    [Theory]
    [InlineData("arn:aws:iam::9*:role/Admin")]
    [InlineData("arn:*:iam::*:*/Admin")]
    [InlineData("arn:aws-us-gov:iam::*:role/Admin")]
    [InlineData("arn:*:iam::*:root")]
    public void Principals_that_nobody_named(string pattern) =>
        Refuted(1, Changed(Launch, s => s.SetCondition("ArnNotLike", "aws:PrincipalArn", pattern)));

    [Theory]
    [InlineData("StringNotEquals", "aws:PrincipalTag/exempt", "true")]
    [InlineData("Bool", "aws:ViaAWSService", "false")]
    public void Keys_that_callers_carry(string name, string key, string value)
    {
        Refuted(1, Changed(Launch, s => s.SetCondition(name, key, value)));
        Refuted(3, Changed(Creation, s => s.SetCondition(name, key, value)));
    }

    /// <summary>Service control policies bind federated users, whose ARN is one of STS.</summary>
    [Theory]
    [InlineData("ArnLike", "arn:*:iam::*:*")]
    [InlineData("StringLike", "*:iam::*")]
    [InlineData("ArnNotLike", "arn:*:sts::*:federated-user/*")]
    public void Federated_users(string name, string pattern)
    {
        Refuted(1, Changed(Launch, s => s.SetCondition(name, "aws:PrincipalArn", pattern)));
        Refuted(3, Changed(Creation, s => s.SetCondition(name, "aws:PrincipalArn", pattern)));
    }

    /// <summary>The IAM user guide names Amazon EC2 among the services that do not support `aws:ViaAWSService`.</summary>
    [Fact]
    public void A_key_that_EC2_may_not_send() =>
        Refuted(1, Changed(Launch, s => s.SetCondition("Bool", "aws:ViaAWSService", "true", "false")));

    /// <summary>An exception's images after its end are images of an owner outside the list.</summary>
    [Theory]
    [InlineData(13, "us-east-1")]
    [InlineData(7, "us-east-1")]
    public void Copies_of_an_ended_exception(int guarantee, string region) =>
        Refuted(
            guarantee,
            Changed("DenyCopyFrom20270201", s => s.SetCondition("StringEquals", "aws:RequestedRegion", region))
        );

    [Theory]
    [InlineData("arn:*:ec2:*-1::image/*")]
    [InlineData("arn:aws:ec2:*::image/*")]
    [InlineData("arn:*:ec2:*:*:image/ami-0*")]
    public void Sources_that_the_resource_of_the_copy_deny_misses(string resource) =>
        Refuted(13, Changed(Copy, s => s["Resource"] = resource));

    /// <summary>
    /// A copy's source is in any Region, and the call in another: two statements that deny all copies within a Region leave those from one to
    /// the other. `explain` takes no second Region, so that the prover cannot show one.
    /// </summary>
    [Fact]
    public void Copies_from_another_Region_are_not_proven()
    {
        var scp = JsonNode.Parse(Generated.Scp)!.AsObject();
        var statements = scp["Statement"]!.AsArray();
        var here = statements.Single(s => s!["Sid"]!.GetValue<string>() == Copy)!.AsObject();
        var elsewhere = here.DeepClone().AsObject();
        here["Resource"] = "arn:*:ec2:us-*::image/*";
        elsewhere["Sid"] = "Elsewhere";
        elsewhere.SetCondition("StringNotLike", "aws:RequestedRegion", "us-*");
        statements.Add(elsewhere);
        var bundle = Generated with { Scp = scp.ToJsonString() };
        Assert.Equal(ProofOutcome.NotProven, bundle.Prove()!.Value.Single(r => r.Number == 13).Outcome);
        Assert.SkipWhen(Z3.Missing is not null, Z3.Missing ?? "");
        using var judge = new SmtJudge();
        Assert.Equal(SmtVerdict.Broken, judge.Judge(bundle.Formulas().All().Single(c => c.Number == 13)));
    }

    /// <summary>The snapshots that a copy makes carry no `ec2:Owner`, which differs from every value then: no copy is left.</summary>
    [Fact]
    public void A_copy_deny_on_snapshots() => Refuted(4, Changed(Copy, s => s["Resource"] = "arn:*:ec2:*::snapshot/*"));

    /// <summary>What exempt roles copy belongs to their own account, which is on no list (docs/reference/config.md).</summary>
    [Fact]
    public void Exempt_roles_that_cannot_copy_their_own_images() =>
        Refuted(
            4,
            Changed(
                Copy,
                s =>
                    s.SetCondition(
                        "StringNotEquals",
                        "ec2:Owner",
                        [.. Values(s, "StringNotEquals", "ec2:Owner").Where(v => v != "${aws:PrincipalAccount}")]
                    )
            )
        );

    [Theory]
    [InlineData(4, "StringNotEquals", "aws:PrincipalAccount")]
    [InlineData(12, "ArnNotLike", "aws:PrincipalArn")]
    public void Exports_of_those_who_may(int guarantee, string name, string key) =>
        Refuted(guarantee, Changed(Export, s => s.DropCondition(name, key)));

    [Theory]
    [InlineData("arn:*:ec2:*::image/*")]
    [InlineData("arn:*:ec2:*::snapshot/*")]
    public void Exports_on_resources_that_the_deny_misses(string resource) =>
        Refuted(15, Changed(Export, s => s["Resource"] = resource));

    /// <summary>Of no service is every action denied on images of EC2, so that some of these actions can never be.</summary>
    [Theory]
    [InlineData("DenyImageServices", "arn:*:ec2:*::image/*")]
    [InlineData("DenyImageServices", "arn:*:imagebuilder:*:*:*")]
    public void Statements_that_never_fire(string sid, string resource) =>
        Refuted(11, Changed(sid, s => s["Resource"] = resource));

    /// <summary>A statement of patterns or exceptions that can deny nothing: no Region is called so.</summary>
    [Theory]
    [InlineData("Action")]
    [InlineData("NotAction")]
    public void Statements_of_patterns_that_never_fire(string element) =>
        Refuted(
            11,
            Changed(
                Export,
                s =>
                {
                    s.Remove("Action");
                    s[element] = "ec2:*Export*";
                    s.SetCondition("StringEquals", "aws:RequestedRegion", "*-1");
                }
            )
        );

    [Theory]
    [InlineData("instance")]
    [InlineData("subnet")]
    [InlineData("network-interface")]
    [InlineData("security-group")]
    public void Others_deny_a_launch_on_another_of_its_resources(string kind) =>
        Refuted(
            2,
            Generated with
            {
                Others =
                    $$"""{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"ec2:RunInstances","Resource":"arn:*:ec2:*:*:{{kind}}/*"} }""",
            }
        );

    [Fact]
    public void Others_deny_a_publisher_to_share() =>
        Refuted(
            4,
            Generated with
            {
                Others = """
                {"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"ec2:ModifyImageAttribute","Resource":"*",
                "Condition":{"ArnNotLike":{"aws:PrincipalARN":"arn:*:iam::*:role/AWSAccelerator*"}}}}
                """,
            }
        );

    /// <summary>An account that stands in the policy as a caller alone, or as an owner alone, owns images and calls.</summary>
    [Theory]
    [InlineData("\"StringEquals\": { \"ec2:Owner\": [\"012345678901\", \"aws-marketplace\"] }")]
    [InlineData(
        "\"StringNotEquals\": { \"ec2:Owner\": \"111122223333\" }, \"StringEquals\": { \"aws:PrincipalAccount\": \"012345678901\" }"
    )]
    public void Images_of_an_account_that_the_policy_names_on_one_side(string conditions) =>
        Refuted(
            14,
            Generated with
            {
                Scp = $$"""
                {"Version":"2012-10-17","Statement":[{"Sid":"S0","Effect":"Deny","Action":"ec2:RunInstances","Resource":"arn:*:ec2:us-*::image/*",
                "Condition":{ {{conditions}} } }]}
                """,
            }
        );

    /// <summary>A restored image is the account's own, so that its owner tells accounts apart.</summary>
    [Theory]
    [InlineData("111122223333")]
    [InlineData("123456738923")]
    public void Others_let_one_account_alone_launch_its_own_images(string owner) =>
        Refuted(
            14,
            Generated with
            {
                Others = $$"""
                {"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"ec2:RunInstances","Resource":"arn:*:ec2:*::image/*",
                "Condition":{"StringNotEquals":{"ec2:Owner":"{{owner}}"} } } }
                """,
            }
        );

    /// <summary>An exception that still works after its end, for its image or its own calls are no longer denied.</summary>
    [Theory]
    [InlineData("DenyLaunchFrom20270201", 1)]
    [InlineData("DenyLaunchFrom20270201", 7)]
    [InlineData("DenyAMICreationFrom20270201", 3)]
    [InlineData("DenyAMICreationFrom20270201", 7)]
    public void An_end_that_is_a_second_late(string sid, int guarantee) =>
        Refuted(
            guarantee,
            Changed(sid, s => s.SetCondition("DateGreaterThanEquals", "aws:CurrentTime", "2027-02-01T00:00:01Z"))
        );

    [Fact]
    public void Criteria_without_owners_are_open_to_all()
    {
        var document = JsonNode.Parse(Generated.Declarative)!.AsObject();
        document["ec2_attributes"]!["allowed_images_settings"]!["image_criteria"]!["criteria_1"]!
            .AsObject()
            .Remove("allowed_image_providers");
        Refuted(1, Generated with { Declarative = document.ToJsonString() });
        Refuted(10, Generated with { Declarative = document.ToJsonString() });
    }

    [Theory]
    [InlineData("Null", "ec2:Owner", "false")]
    [InlineData("StringLike", "ec2:Region", "*-*-*")]
    [InlineData("BoolIfExists", "aws:PrincipalIsAWSService", "false")]
    [InlineData("ArnNotLike", "aws:PrincipalArn", "arn:*:iam::*:role/*:x")]
    public void Harmless_conditions(string name, string key, string value) =>
        Agree(
            Changed(
                Launch,
                s => s.SetCondition(name, key, key == "aws:PrincipalArn" ? [.. Values(s, name, key), value] : [value])
            )
        );

    private static string[] Values(JsonObject statement, string name, string key) =>
        statement["Condition"]![name]![key].Values();

    /// <summary>What NotAction leaves is more than launches: one action that the statement denies is enough.</summary>
    [Theory]
    [InlineData("arn:*:s3:::*")]
    [InlineData("arn:*:ec2:*:*:vpc/*")]
    public void A_statement_that_fires_for_some_action(string resource) =>
        Agree(
            Changed(
                Export,
                s =>
                {
                    s.Remove("Action");
                    s["NotAction"] = "ec2:Describe*";
                    s["Resource"] = resource;
                }
            )
        );

    [Theory]
    [InlineData("arn:*:ec2:*::image/*")]
    [InlineData("arn:*:ec2:*:*:*")]
    public void Resources_of_the_creation_deny(string resource) =>
        Agree(Changed(Creation, s => s["Resource"] = resource));

    /// <summary>An image of the account that launches it needs no approval: the counterexample is of another account.</summary>
    [Fact]
    public void An_alias_that_the_declarative_policy_forgot()
    {
        var without = Regex.Replace(Generated.Declarative, ",\\s*\"aws_marketplace\"", "");
        Assert.NotEqual(Generated.Declarative, without);
        Refuted(2, Generated with { Declarative = without });
    }

    private static PolicyBundle Changed(string sid, Action<JsonObject> change)
    {
        var scp = JsonNode.Parse(Generated.Scp)!.AsObject();
        change(scp["Statement"]!.AsArray().Single(s => s!["Sid"]!.GetValue<string>() == sid)!.AsObject());
        return Generated with { Scp = scp.ToJsonString() };
    }

    private static void Refuted(int guarantee, PolicyBundle bundle)
    {
        Assert.SkipWhen(Z3.Missing is not null, Z3.Missing ?? "");
        var result = bundle.Prove()!.Value.Single(r => r.Number == guarantee);
        Assert.True(result.Outcome == ProofOutcome.Refuted, $"{result.Outcome} {result.Reason}");
        Assert.Null(bundle.Others is null ? Explained.Contradiction(bundle, result) : null);
        using var judge = new SmtJudge();
        var formulas = bundle.Formulas();
        Assert.Contains(
            formulas.All().Concat(formulas.BelowOthers()).Where(c => c.Number == guarantee),
            c => judge.Judge(c) == SmtVerdict.Broken
        );
    }

    /// <summary>The prover refutes nothing that Z3 finds to hold, and proves nothing that Z3 finds broken.</summary>
    private static void Agree(PolicyBundle bundle)
    {
        Assert.SkipWhen(Z3.Missing is not null, Z3.Missing ?? "");
        using var judge = new SmtJudge();
        var verdicts = bundle.Formulas().All().ToDictionary(c => c.Number, judge.Judge);
        foreach (var result in bundle.Prove()!.Value)
        {
            var wrong = verdicts[result.Number] == SmtVerdict.Broken ? ProofOutcome.Proven : ProofOutcome.Refuted;
            Assert.True(
                result.Outcome != wrong,
                $"{result.Number}: {verdicts[result.Number]}, {result.Outcome} {result.Reason}"
            );
        }
    }
}
