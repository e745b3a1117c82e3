using System.Text.Json.Nodes;
using AmiGovernance.AcceptanceTests.Judges.Smt;
using AmiGovernance.Core.Governance.Proof;

namespace AmiGovernance.AcceptanceTests.Judges.Mutants;

/// <summary>Holes that were once proven over, and harmless changes that were once refuted: both judges agree on them.</summary>
public sealed class KnownHoleTests
{
    private const string Launch = "DenyEC2LaunchWithNonApprovedAMIs";
    private const string Creation = "DenyAMICreationAndSideload";

    private static readonly PolicyBundle Generated = PolicyBundle.Generate(
        ProverAgreementTests.Everything,
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
    public void Harmless_conditions(string name, string key, string value) =>
        Agree(Changed(Launch, s => s.SetCondition(name, key, value)));

    [Theory]
    [InlineData("arn:*:ec2:*::image/*")]
    [InlineData("arn:*:ec2:*:*:*")]
    public void Resources_of_the_creation_deny(string resource) =>
        Agree(Changed(Creation, s => s["Resource"] = resource));

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
