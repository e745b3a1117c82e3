using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>
/// Keys with values of the caller's choice. A key of a resource has a value for each resource of a call (Service Authorization Reference
/// for Amazon EC2); one of the caller or the request is the same on all.
/// </summary>
public sealed class FreeKeyTests
{
    private static Question On(string type) =>
        Question.Calls("ec2:RunInstances", Asked.All).SelectMany(c => c.Questions).First(q => q.Type == type);

    [Theory]
    [InlineData("ec2:InstanceType", true)]
    [InlineData("ec2:ResourceTag/team", true)]
    [InlineData("aws:ResourceTag/team", true)]
    [InlineData("aws:PrincipalTag/team", false)]
    [InlineData("aws:RequestTag/team", false)]
    [InlineData("aws:SourceIp", false)]
    [InlineData("aws:ViaAWSService", false)]
    [InlineData("aws:TagKeys", false)]
    public void A_key_of_a_resource_has_a_value_for_each(string key, bool isOfResource)
    {
        var (image, instance) = (FreeKey.Of(key, On("image"))!, FreeKey.Of(key, On("instance"))!);
        Assert.Equal(isOfResource, image.Id != instance.Id);
        Assert.Equal(key, image.Name);
        Assert.Equal(image.Id, FreeKey.Of(key.ToUpperInvariant(), On("image"))!.Id);
    }

    /// <summary>What an organization or AWS sets, what each image has, and what nobody knows.</summary>
    [Theory]
    [InlineData("aws:PrincipalOrgID")]
    [InlineData("aws:username")]
    [InlineData("aws:NoSuchKey")]
    [InlineData("ec2:Owner")]
    [InlineData("ec2:ImageID")]
    [InlineData("s3:prefix")]
    public void Values_that_nobody_chooses_freely_are_no_such_key(string key) =>
        Assert.Null(FreeKey.Of(key, On("image")));

    [Theory]
    [InlineData("StringEquals", "ec2:Owner", true)]
    [InlineData("StringNotEquals", "EC2:OWNER", true)]
    [InlineData("StringNotEqualsIfExists", "aws:ResourceAccount", true)]
    [InlineData("StringLike", "ec2:Owner", null)]
    [InlineData("ForAnyValue:StringEquals", "ec2:Owner", null)]
    [InlineData("StringEquals", "aws:PrincipalArn", null)]
    [InlineData("StringEquals", "aws:PrincipalAccount", null)]
    public void Owners_are_compared_with_the_caller_where_the_operator_compares_texts(
        string name,
        string key,
        bool? namesCaller
    )
    {
        var condition = new Condition(name, key, ["111111111111", "${aws:PrincipalAccount}"]);
        var atom = ConditionAtom.Of(condition, ConditionEvaluator.Create(condition, variables: true)!, variables: true);
        Assert.Equal(namesCaller, atom?.NamesCaller);
        if (atom is not null)
            Assert.Equal(["111111111111"], atom.Values);
        var plain = new Condition(name, key, ["111111111111"]);
        Assert.False(
            ConditionAtom.Of(plain, ConditionEvaluator.Create(plain, variables: true)!, variables: true)?.NamesCaller
                ?? false
        );
    }

    /// <summary>`Null` asks only whether the key is there: its values are no values of the key.</summary>
    [Fact]
    public void A_question_for_presence_names_no_values()
    {
        var condition = new Condition("Null", "ec2:Owner", ["true"]);
        Assert.Empty(
            ConditionAtom.Of(condition, ConditionEvaluator.Create(condition, variables: true)!, variables: true)!.Values
        );
    }
}
