using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>
/// No guarantee is proven over an open hole, wherever the documents leave it; what is harmless is not refuted; what nobody splits along
/// is named (IAM user guide, "Condition operators", "Resource", "AWS global condition context keys").
/// </summary>
public sealed class OpenHoleTests
{
    /// <summary>Resource elements that leave images of some place or of some id open.</summary>
    [Theory]
    [InlineData("arn:*:ec2:*-1::image/*", "--region ")]
    [InlineData("arn:*:ec2:us-*::image/*", "--region eu-central-1")]
    [InlineData("arn:*:ec2:*-central-?::image/*", "--region us-east-1")]
    [InlineData("arn:*:ec2:eu-central-1::image/*", "--region us-east-1")]
    [InlineData("arn:aws:ec2:*::image/*", "--region cn-north-1")]
    [InlineData("arn:aws-*:ec2:*::image/*", "--account")]
    [InlineData("arn:*:ec2:*::image/ami-0*", "--image ami-")]
    [InlineData("arn:*:ec2:*::image/ami-?????????????????", "--image ami-")]
    [InlineData("arn:*:ec2:*::image/*f", "--image ami-")]
    public void A_resource_that_misses_some_images_refutes(string resource, string example)
    {
        var results = ProvenCase.Prove(ProvenCase.OnLaunches(s => s with { Resources = [resource] }));
        var first = results.Of(1);
        Assert.True(first.Outcome == ProofOutcome.Refuted, ProvenCase.Text(results));
        Assert.Contains(example, first.Counterexample, StringComparison.Ordinal);
    }

    /// <summary>Whether such a resource is an image is not documented, or depends on what a request carries.</summary>
    [Theory]
    [InlineData("arn:aws:ec2:*:image/*")]
    [InlineData("*:image/*")]
    [InlineData("arn:*:ec2:*::image/${aws:PrincipalTag/image}")]
    public void A_resource_that_may_be_an_image_or_not_is_not_proven(string resource)
    {
        var results = ProvenCase.Prove(ProvenCase.OnLaunches(s => s with { Resources = [resource] }));
        Assert.True(results.Of(1).Outcome == ProofOutcome.NotProven, ProvenCase.Text(results));
        Assert.Contains("depends on Resource", results.Of(1).Reason, StringComparison.Ordinal);
        var more = new Statement(Effect.Deny) { Actions = ["ec2:RunInstances"], Resources = [resource] };
        Assert.Equal(ProofOutcome.NotProven, ProvenCase.Prove(s => s, more).Of(2).Outcome);
    }

    /// <summary>The counterexample has an id where the statement asks whether there is one.</summary>
    [Fact]
    public void A_deny_of_each_image_that_has_an_id_refutes()
    {
        var deny = new Statement(Effect.Deny)
        {
            Sid = "Ids",
            Actions = ["ec2:RunInstances"],
            Resources = [GuardedActions.ImageArn],
        }.With("Null", "ec2:ImageID", "false");
        var second = ProvenCase.Prove(s => s, deny).Of(2);
        Assert.True(second.Outcome == ProofOutcome.Refuted, second.Reason);
        Assert.Contains("--image ami-", second.Counterexample, StringComparison.Ordinal);
    }

    /// <summary>`aws:ResourceAccount` is a number: no image is of an account called `self`.</summary>
    [Theory]
    [InlineData("self")]
    [InlineData("aws-marketplace")]
    public void A_word_in_the_place_of_an_owning_account_is_no_owner(string word)
    {
        var results = ProvenCase.Prove(
            ProvenCase.On(ProvenCase.Launch, s => s.With("StringNotEquals", "aws:ResourceAccount", word))
        );
        Assert.True(results.Of(1).Outcome == ProofOutcome.Proven, ProvenCase.Text(results));
    }

    [Theory]
    [InlineData("arn:*:ec2:us-west-2::image/*")]
    [InlineData("arn:*:ec2:*::image/ami-0123456789abcdef0")]
    [InlineData("arn:aws-cn:*")]
    [InlineData("arn:*:ec2:*:*:instance/*")]
    [InlineData("arn:*:ec2:*::snapshot/*")]
    [InlineData("arn:*:ec2:*:*:*")]
    public void A_not_resource_that_leaves_some_images_out_refutes(string resource)
    {
        var results = ProvenCase.Prove(
            ProvenCase.OnLaunches(s => s with { Resources = [resource], ResourcesExcluded = true })
        );
        // An exemption of other resources than images leaves the image denied.
        var isOther =
            resource.Contains("instance", StringComparison.Ordinal)
            || resource.Contains("snapshot", StringComparison.Ordinal);
        Assert.True(
            results.Of(1).Outcome == (isOther ? ProofOutcome.Proven : ProofOutcome.Refuted),
            ProvenCase.Text(results)
        );
    }

    /// <summary>
    /// SCPs do not reach service-linked roles (Organizations user guide, "Tasks and entities not restricted by SCPs"): to spare them opens
    /// nothing.
    /// </summary>
    [Theory]
    [InlineData("ArnNotLike", "arn:aws:iam::*:role/aws-service-role/*")]
    [InlineData("ArnNotLike", "arn:*:iam::*:role/aws-service-role/*/AWSServiceRoleFor*")]
    public void An_exemption_of_service_linked_roles_is_harmless(string name, string pattern)
    {
        var results = ProvenCase.Prove(ProvenCase.OnLaunches(s => s.With(name, "aws:PrincipalArn", pattern)));
        Assert.True(results.Of(1).Outcome == ProofOutcome.Proven, ProvenCase.Text(results));
    }

    /// <summary>Names and paths that only look like theirs: paths hold any printable character (IAM API reference, `CreateRole`).</summary>
    [Theory]
    [InlineData("ArnNotLike", "arn:aws:iam::*:role/AWSServiceRoleFor*")]
    [InlineData("ArnNotLike", "arn:aws:iam::*:role/aws-service-role*")]
    [InlineData("StringNotLike", "arn:aws:iam::*:role/aws-service-role/*")]
    public void An_exemption_of_what_looks_like_a_service_linked_role_refutes(string name, string pattern)
    {
        var results = ProvenCase.Prove(ProvenCase.OnLaunches(s => s.With(name, "aws:PrincipalArn", pattern)));
        Assert.True(results.Of(1).Outcome == ProofOutcome.Refuted, ProvenCase.Text(results));
    }

    /// <summary>AWS says what each of both is without the key, and not what both together are.</summary>
    [Theory]
    [InlineData("aws:CalledVia")]
    [InlineData("ec2:NoSuchKey")]
    public void A_set_operator_with_if_exists_on_a_key_that_may_be_missing_is_not_proven(string key)
    {
        var results = ProvenCase.Prove(ProvenCase.OnLaunches(s => s.With("ForAnyValue:StringLikeIfExists", key, "*")));
        Assert.True(results.Of(1).Outcome == ProofOutcome.NotProven, ProvenCase.Text(results));
    }

    /// <summary>Exemptions of principals that reach accounts and partitions that nobody named.</summary>
    [Theory]
    [InlineData("ArnNotLike", "arn:aws:iam::9*:role/Admin")]
    [InlineData("ArnNotLike", "arn:aws:iam::*9:role/Admin")]
    [InlineData("ArnNotLike", "arn:aws:iam::????????????:role/Admin")]
    [InlineData("ArnNotLike", "arn:aws-us-gov:iam::*:role/Admin")]
    [InlineData("ArnNotLike", "arn:*:iam::*:*/Admin")]
    [InlineData("ArnNotLike", "arn:aws:iam::*:user/*")]
    [InlineData("ArnNotLike", "arn:aws:iam::*:root")]
    [InlineData("ArnNotLike", "arn:aws:sts::*:federated-user/*")]
    [InlineData("ArnLike", "arn:*:iam::*:*")]
    [InlineData("ArnNotLike", "arn:aws:iam::*:role//x/Admin")]
    [InlineData("ArnNotEquals", "arn:aws:iam::12*56738924:role/x/y")]
    [InlineData("StringNotLike", "*Admin*")]
    [InlineData("StringNotLike", "arn:aws:iam::8*:role/Ops")]
    [InlineData("StringNotEquals", "arn:aws:iam::888877776666:role/Ops")]
    [InlineData("StringNotEqualsIgnoreCase", "ARN:aws:iam::888877776666:role/Ops")]
    public void An_exemption_of_a_stranger_refutes(string name, string pattern)
    {
        var results = ProvenCase.Prove(ProvenCase.OnLaunches(s => s.With(name, "aws:PrincipalArn", pattern)));
        Assert.True(results.Of(1).Outcome == ProofOutcome.Refuted, ProvenCase.Text(results));
        Assert.Contains("--principal", results.Of(1).Counterexample, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("StringNotLike", "9*")]
    [InlineData("StringNotLike", "?23456738924")]
    [InlineData("StringNotLike", "*0")]
    [InlineData("StringNotEquals", "888877776666")]
    [InlineData("StringNotEqualsIgnoreCase", "888877776666")]
    public void An_exempt_account_refutes(string name, string pattern)
    {
        var results = ProvenCase.Prove(
            ProvenCase.On(ProvenCase.Creation, s => s.With(name, "aws:PrincipalAccount", pattern))
        );
        Assert.True(results.Of(3).Outcome == ProofOutcome.Refuted, ProvenCase.Text(results));
    }

    [Theory]
    [InlineData("StringNotEquals", "aws:RequestedRegion", "us-west-2")]
    [InlineData("StringNotLike", "ec2:Region", "eu-*")]
    [InlineData("StringNotLike", "ec2:ImageID", "ami-0*")]
    [InlineData("StringNotLike", "ec2:Owner", "9*")]
    [InlineData("StringEquals", "ec2:Owner", "999999999999")]
    [InlineData("DateGreaterThan", "aws:CurrentTime", "2026-06-01T00:00:00Z")]
    [InlineData("NumericLessThan", "aws:EpochTime", "1790000000")]
    [InlineData("Null", "ec2:Owner", "true")]
    public void A_further_condition_that_spares_somebody_refutes(string name, string key, string value)
    {
        var results = ProvenCase.Prove(ProvenCase.On(ProvenCase.Launch, s => s.With(name, key, value)));
        Assert.True(results.Of(1).Outcome == ProofOutcome.Refuted, ProvenCase.Text(results));
    }

    /// <summary>
    /// Keys that a caller carries or does not, with values of the condition's own choice (IAM user guide, "AWS global condition context
    /// keys"; Service Authorization Reference, `RunInstances`): whoever carries the other value is spared.
    /// </summary>
    [Theory]
    [InlineData("StringNotEquals", "aws:PrincipalTag/team", "platform")]
    [InlineData("StringNotEqualsIfExists", "aws:PrincipalTag/team", "platform")]
    [InlineData("StringNotLike", "aws:PrincipalTag/team", "plat*")]
    [InlineData("StringNotLike", "aws:PrincipalTag/team", "*plat*", "*form*")]
    [InlineData("StringNotEqualsIgnoreCase", "aws:PrincipalTag/Team", "Platform")]
    [InlineData("StringEquals", "aws:PrincipalTag/team", "platform")]
    [InlineData("StringLike", "aws:PrincipalTag/team", "?*")]
    [InlineData("Null", "aws:PrincipalTag/team", "true")]
    [InlineData("Null", "aws:PrincipalTag/team", "false")]
    [InlineData("Bool", "aws:ViaAWSService", "false")]
    [InlineData("BoolIfExists", "aws:ViaAWSService", "false")]
    // "always included … for most services", and Amazon EC2 is among those that do not support it.
    [InlineData("Null", "aws:ViaAWSService", "false")]
    [InlineData("Bool", "aws:ViaAWSService", "true", "false")]
    [InlineData("BoolIfExists", "aws:MultiFactorAuthPresent", "false")]
    [InlineData("Bool", "aws:MultiFactorAuthPresent", "false")]
    [InlineData("NumericGreaterThan", "aws:MultiFactorAuthAge", "3600")]
    [InlineData("NotIpAddress", "aws:SourceIp", "192.0.2.0/24")]
    [InlineData("IpAddress", "aws:SourceIp", "192.0.2.0/24", "2001:db8::/32")]
    [InlineData("StringNotEquals", "aws:SourceVpc", "vpc-0123456789abcdef0")]
    [InlineData("DateGreaterThan", "aws:TokenIssueTime", "2026-01-01T00:00:00Z")]
    [InlineData("ForAllValues:StringEquals", "aws:CalledVia", "athena.amazonaws.com")]
    [InlineData("StringNotEquals", "ec2:ResourceTag/approved", "yes")]
    [InlineData("Bool", "ec2:Public", "false")]
    public void A_condition_on_what_callers_carry_refutes_and_names_the_key(
        string name,
        string key,
        params string[] values
    )
    {
        var results = ProvenCase.Prove(ProvenCase.On(ProvenCase.Launch, s => s.With(name, key, values)));
        Assert.True(results.Of(1).Outcome == ProofOutcome.Refuted, ProvenCase.Text(results));
        Assert.Contains($"--context {key}=", results.Of(1).Counterexample, StringComparison.Ordinal);
    }

    /// <summary>A call by a service is none of a user or role; a key that is always there is never missing.</summary>
    [Theory]
    [InlineData("Bool", "aws:PrincipalIsAWSService", "false")]
    [InlineData("BoolIfExists", "aws:ViaAWSService", "true", "false")]
    [InlineData("Null", "aws:SecureTransport", "false")]
    [InlineData("Bool", "aws:SecureTransport", "true", "false")]
    [InlineData("StringLike", "aws:UserAgent", "*")]
    public void A_condition_that_every_call_meets_refutes_nothing(string name, string key, params string[] values)
    {
        var results = ProvenCase.Prove(ProvenCase.On(ProvenCase.Launch, s => s.With(name, key, values)));
        Assert.True(
            results.All(r => r.Outcome is ProofOutcome.Proven or ProofOutcome.NotApplicable),
            ProvenCase.Text(results)
        );
    }

    /// <summary>A statement each for carriers of a tag and for others denies all.</summary>
    [Fact]
    public void Statements_that_cover_all_values_of_a_key_together_leave_no_hole()
    {
        var rest = ProvenCase
            .Statements.Single(s => s.Sid == ProvenCase.Launch)
            .With("StringNotEquals", "aws:PrincipalTag/team", "a");
        var results = ProvenCase.Prove(
            ProvenCase.On(ProvenCase.Launch, s => s.With("StringEquals", "aws:PrincipalTag/team", "a")),
            rest with
            {
                Sid = "Rest",
            }
        );
        Assert.True(results.Of(1).Outcome == ProofOutcome.Proven, ProvenCase.Text(results));
    }

    /// <summary>What an organization or AWS sets, and comparisons with other keys.</summary>
    [Theory]
    [InlineData("StringNotEquals", "aws:PrincipalOrgID", "o-example")]
    [InlineData("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-example/*")]
    [InlineData("ArnNotLike", "aws:SourceArn", "arn:aws:ec2:*:*:*")]
    [InlineData("StringNotEquals", "aws:username", "x")]
    [InlineData("StringNotEquals", "aws:PrincipalTag/team", "${aws:PrincipalAccount}")]
    [InlineData("NumericEquals", "aws:MultiFactorAuthAge", "1.5")]
    [InlineData("NotIpAddress", "aws:SourceIp", "false")]
    public void What_nobody_splits_along_is_named(string name, string key, string value)
    {
        var results = ProvenCase.Prove(ProvenCase.On(ProvenCase.Launch, s => s.With(name, key, value)));
        Assert.True(results.Of(1).Outcome == ProofOutcome.NotProven, ProvenCase.Text(results));
        Assert.Contains($"depends on {key}", results.Of(1).Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(results, r => r.Outcome == ProofOutcome.Refuted);
    }

    /// <summary>Changes that mean the same.</summary>
    [Theory]
    [InlineData("Null", "ec2:Owner", "false")]
    [InlineData("Null", "aws:PrincipalArn", "false")]
    [InlineData("StringNotEqualsIgnoreCase", "ec2:Owner", "123456738923")]
    [InlineData("StringNotLike", "ec2:Owner", "amazon")]
    [InlineData("StringNotEquals", "aws:PrincipalArn", "arn:aws:iam::444455556666:role/Rescue")]
    [InlineData("ArnNotEqualsIfExists", "AWS:principalarn", "arn:aws:iam::444455556666:role/Rescue")]
    [InlineData("ForAllValues:StringNotEquals", "ec2:Owner", "123456738923")]
    // Names of roles have no colons and no spaces (IAM API reference, `CreateRole`), federated users no paths.
    [InlineData("ArnNotLike", "aws:PrincipalArn", "arn:*:iam::*:role/*:x")]
    [InlineData("ArnNotLike", "aws:PrincipalArn", "arn:*:iam::*:role/a b")]
    [InlineData("ArnNotLike", "aws:PrincipalArn", "arn:*:sts::*:federated-user/*/x")]
    [InlineData("StringLike", "ec2:Region", "*-*-*")]
    [InlineData("StringLike", "aws:PrincipalAccount", "????????????")]
    [InlineData("DateGreaterThan", "aws:CurrentTime", "2001-01-01T00:00:00Z")]
    public void A_harmless_condition_refutes_nothing(string name, string key, string value)
    {
        var results = ProvenCase.Prove(ProvenCase.On(ProvenCase.Launch, s => s.With(name, key, value)));
        var isPast = name.StartsWith("Date", StringComparison.Ordinal);
        // Whether a request could have been made before the policy was, only the date tells.
        Assert.True(isPast || results.All(r => r.Outcome != ProofOutcome.Refuted), ProvenCase.Text(results));
        Assert.True(isPast || results.Of(1).Outcome == ProofOutcome.Proven, ProvenCase.Text(results));
    }

    [Theory]
    [InlineData("arn:aws:iam")]
    [InlineData("arn:aws:iam::444455556666")]
    [InlineData("role/Rescue")]
    [InlineData("")]
    public void An_arn_without_all_its_parts_is_not_proven(string pattern)
    {
        var results = ProvenCase.Prove(
            ProvenCase.On(ProvenCase.Launch, s => s.With("ArnNotLike", "aws:PrincipalArn", pattern))
        );
        Assert.True(results.Of(1).Outcome == ProofOutcome.NotProven, ProvenCase.Text(results));
    }

    [Fact]
    public void Actions_in_another_case_are_the_same()
    {
        var results = ProvenCase.Prove(s => s with { Actions = [.. s.Actions.Select(a => a.ToLowerInvariant())] });
        Assert.True(results.All(r => r.Outcome != ProofOutcome.Refuted), ProvenCase.Text(results));
    }

    [Fact]
    public void Names_of_break_glass_principals_compared_as_text_are_the_same()
    {
        var results = ProvenCase.Prove(s =>
            s with
            {
                Conditions =
                [
                    .. s.Conditions.Select(c =>
                        c.Operator == "ArnNotLike" ? c with { Operator = "StringNotEquals" } : c
                    ),
                ],
            }
        );
        Assert.True(
            results.All(r => r.Outcome is ProofOutcome.Proven or ProofOutcome.NotApplicable),
            ProvenCase.Text(results)
        );
    }

    /// <summary>
    /// Service Authorization Reference, `RunInstances`: these are required, the image among them; a launch makes a volume.
    /// </summary>
    [Theory]
    [InlineData("instance", ProofOutcome.Refuted)]
    [InlineData("network-interface", ProofOutcome.Refuted)]
    [InlineData("subnet", ProofOutcome.Refuted)]
    [InlineData("security-group", ProofOutcome.Refuted)]
    [InlineData("volume", ProofOutcome.Refuted)]
    [InlineData("key-pair", ProofOutcome.NotProven)]
    [InlineData("placement-group", ProofOutcome.NotProven)]
    public void A_launch_is_denied_on_any_of_its_resources(string kind, ProofOutcome outcome)
    {
        var other = new Statement(Effect.Deny)
        {
            Sid = "Other",
            Actions = ["ec2:RunInstances"],
            Resources = [$"arn:aws:ec2:*:*:{kind}/*"],
        };
        var results = ProvenCase.Prove(s => s, other);
        Assert.True(results.Of(2).Outcome == outcome, ProvenCase.Text(results));
        Assert.Contains("Other", results.Of(2).Reason, StringComparison.Ordinal);
        Assert.Equal(ProofOutcome.Proven, results.Of(11).Outcome);
    }

    [Fact]
    public void A_hole_for_everyone_is_not_blamed_on_an_exception()
    {
        var results = ProvenCase.Prove(
            ProvenCase.On(ProvenCase.Creation, s => s with { Actions = s.Actions.Remove("ec2:CopyImage") })
        );
        Assert.Equal(ProofOutcome.Refuted, results.Of(3).Outcome);
        Assert.DoesNotContain("the exception of", results.Of(7).Reason ?? "", StringComparison.Ordinal);
    }
}
