namespace AmiGovernance.AcceptanceTests.Judges.Smt;

/// <summary>The judge reads conditions as the IAM user guide says ("Condition operators", "Multivalued context keys", "Policy variables").</summary>
public sealed class SmtConditionTests
{
    private const string Tag = "aws:PrincipalTag/team";
    private const string None = "(none)";

    [Theory]
    // "String condition operators": exact, ignoring case, with wildcards; a negated one holds where the key is missing.
    [InlineData("StringEquals", Tag, "platform", "platform", true)]
    [InlineData("StringEquals", Tag, "platform", "Platform", false)]
    [InlineData("StringEquals", Tag, "plat*", "platform", false)]
    [InlineData("StringEquals", Tag, "plat*", "plat*", true)]
    [InlineData("StringEquals", Tag, "platform", None, false)]
    [InlineData("StringNotEquals", Tag, "platform", "platform", false)]
    [InlineData("StringNotEquals", Tag, "platform", "Platform", true)]
    [InlineData("StringNotEquals", Tag, "platform", None, true)]
    [InlineData("StringEqualsIgnoreCase", Tag, "platform", "PLATform", true)]
    [InlineData("StringEqualsIgnoreCase", Tag, "platform", "platforms", false)]
    [InlineData("StringEqualsIgnoreCase", Tag, "platform", None, false)]
    [InlineData("StringNotEqualsIgnoreCase", Tag, "platform", "PLATform", false)]
    [InlineData("StringNotEqualsIgnoreCase", Tag, "platform", None, true)]
    [InlineData("StringLike", Tag, "plat*", "platform", true)]
    [InlineData("StringLike", Tag, "plat*", "plat", true)]
    [InlineData("StringLike", Tag, "plat*", "Platform", false)]
    [InlineData("StringLike", Tag, "plat????", "platform", true)]
    [InlineData("StringLike", Tag, "plat?", "platform", false)]
    [InlineData("StringLike", Tag, "*", None, false)]
    [InlineData("StringNotLike", Tag, "plat*", "platform", false)]
    [InlineData("StringNotLike", Tag, "plat*", "other", true)]
    [InlineData("StringNotLike", Tag, "*", None, true)]
    // "…IfExists": true where the key is missing.
    [InlineData("StringEqualsIfExists", Tag, "platform", None, true)]
    [InlineData("StringEqualsIfExists", Tag, "platform", "other", false)]
    [InlineData("StringNotEqualsIfExists", Tag, "platform", None, true)]
    [InlineData("StringNotEqualsIfExists", Tag, "platform", "platform", false)]
    // "Condition operator to check existence of condition keys".
    [InlineData("Null", Tag, "true", None, true)]
    [InlineData("Null", Tag, "true", "x", false)]
    [InlineData("Null", Tag, "false", None, false)]
    [InlineData("Null", Tag, "false", "x", true)]
    // "Boolean condition operators".
    [InlineData("Bool", "aws:MultiFactorAuthPresent", "true", "true", true)]
    [InlineData("Bool", "aws:MultiFactorAuthPresent", "true", "false", false)]
    [InlineData("Bool", "aws:MultiFactorAuthPresent", "false", None, false)]
    [InlineData("BoolIfExists", "aws:MultiFactorAuthPresent", "false", None, true)]
    // Finite values.
    [InlineData("StringEquals", "aws:PrincipalAccount", "111122223333", "111122223333", true)]
    [InlineData("StringEquals", "aws:PrincipalAccount", "111122223333", "111122223334", false)]
    [InlineData("StringLike", "aws:PrincipalAccount", "1111*", "111122223333", true)]
    [InlineData("StringLike", "aws:PrincipalAccount", "*3333", "111122223333", true)]
    [InlineData("StringLike", "aws:PrincipalAccount", "1*4*3", "111122223333", false)]
    [InlineData("StringLike", "aws:PrincipalAccount", "????????????", "111122223333", true)]
    [InlineData("StringLike", "aws:PrincipalAccount", "???????????", "111122223333", false)]
    [InlineData("StringNotEquals", "ec2:Owner", "amazon", "amazon", false)]
    [InlineData("StringNotEquals", "ec2:Owner", "amazon", "aws-marketplace", true)]
    [InlineData("StringEqualsIgnoreCase", "ec2:Owner", "AMAZON", "amazon", true)]
    [InlineData("StringLike", "ec2:Owner", "aws-*", "aws-marketplace", true)]
    [InlineData("StringLike", "ec2:Owner", "1*", "aws-marketplace", false)]
    [InlineData("StringEquals", "aws:RequestedRegion", "eu-central-1", "eu-central-1", true)]
    [InlineData("StringLike", "aws:RequestedRegion", "*-gov-*", "us-gov-west-1", true)]
    [InlineData("StringNotLike", "ec2:Region", "eu-*", "us-east-1", true)]
    [InlineData("StringLike", "ec2:ImageID", "ami-0*", "ami-0123456789abcdef0", true)]
    [InlineData("StringLike", "ec2:ImageID", "ami-????????", "ami-0123456789abcdef0", false)]
    [InlineData("StringLike", "ec2:ImageID", "ami-????????", "ami-01234567", true)]
    // "Date condition operators": ISO 8601 or seconds since 1970.
    [InlineData("DateEquals", "aws:CurrentTime", "2026-12-01T00:00:00Z", "1796083200", true)]
    [InlineData("DateEquals", "aws:CurrentTime", "2026-12-01T01:00:00+01:00", "1796083200", true)]
    [InlineData("DateNotEquals", "aws:CurrentTime", "2026-12-01T00:00:00Z", "1796083200", false)]
    [InlineData("DateLessThan", "aws:CurrentTime", "2026-12-01T00:00:00Z", "1796083199", true)]
    [InlineData("DateLessThan", "aws:CurrentTime", "2026-12-01T00:00:00Z", "1796083200", false)]
    [InlineData("DateLessThanEquals", "aws:CurrentTime", "2026-12-01T00:00:00Z", "1796083200", true)]
    [InlineData("DateGreaterThan", "aws:CurrentTime", "2026-12-01T00:00:00Z", "1796083200", false)]
    [InlineData("DateGreaterThanEquals", "aws:CurrentTime", "1796083200", "1796083200", true)]
    [InlineData("NumericLessThan", "aws:EpochTime", "1796083200", "1796083199", true)]
    [InlineData("NumericNotEquals", "aws:EpochTime", "1796083200", "1796083200", false)]
    public void A_condition_holds_or_not(string name, string key, string value, string carried, bool expected) =>
        Assert.Equal(expected, Holds(name, key, [value], carried));

    [Theory]
    // "Amazon Resource Name (ARN) condition operators": each of the six parts apart; ArnEquals and ArnLike are the same.
    [InlineData("ArnLike", "arn:aws:iam::111122223333:role/Admin", true)]
    [InlineData("ArnEquals", "arn:aws:iam::111122223333:role/Admin", true)]
    [InlineData("ArnEquals", "arn:*:iam::*:role/Adm?n", true)]
    [InlineData("ArnLike", "arn:aws:iam::1*:role/*", true)]
    [InlineData("ArnLike", "arn:aws:iam:*:role/Admin", false)]
    [InlineData("ArnLike", "arn:aws:iam::111122223333:user/*", false)]
    [InlineData("ArnLike", "arn:aws-cn:iam::111122223333:role/Admin", false)]
    [InlineData("ArnNotLike", "arn:*:iam::*:role/Admin", false)]
    [InlineData("ArnNotEquals", "arn:*:iam::*:role/Other", true)]
    [InlineData("StringLike", "arn:aws:*:role/Admin", true)]
    [InlineData("StringLike", "*:role/A*", true)]
    [InlineData("StringEquals", "arn:aws:iam::111122223333:role/Admin", true)]
    [InlineData("StringEquals", "arn:aws:iam::111122223333:role/admin", false)]
    [InlineData("StringEqualsIgnoreCase", "ARN:aws:iam::111122223333:role/admin", true)]
    [InlineData("StringNotLike", "arn:aws:iam::1111*", false)]
    public void An_ARN_is_compared_part_by_part_and_as_text_as_a_whole(string name, string pattern, bool expected)
    {
        var pins = new[]
        {
            SmtRequest.Partition.Is("aws"),
            SmtRequest.Account.Is("111122223333"),
            SmtRequest.PrincipalResource.Is("role/Admin"),
        };
        Assert.Equal(expected, Holds(new SmtRequest(), name, "aws:PrincipalArn", [pattern], pins));
    }

    /// <summary>"Multivalued context keys": none of the values, one or two of them.</summary>
    [Theory]
    [InlineData("ForAllValues:StringEquals", "", true)]
    [InlineData("ForAllValues:StringEquals", "a", true)]
    [InlineData("ForAllValues:StringEquals", "a b", true)]
    [InlineData("ForAllValues:StringEquals", "a c", false)]
    [InlineData("ForAnyValue:StringEquals", "", false)]
    [InlineData("ForAnyValue:StringEquals", "a c", true)]
    [InlineData("ForAnyValue:StringEquals", "c d", false)]
    [InlineData("ForAllValues:StringNotEquals", "", true)]
    [InlineData("ForAllValues:StringNotEquals", "c d", true)]
    [InlineData("ForAllValues:StringNotEquals", "a c", false)]
    [InlineData("ForAnyValue:StringNotEquals", "a b", false)]
    [InlineData("ForAnyValue:StringNotEquals", "a c", true)]
    [InlineData("ForAnyValue:StringNotEquals", "", false)]
    [InlineData("ForAnyValue:StringEqualsIfExists", "", true)]
    [InlineData("ForAllValues:StringLike", "a x", false)]
    public void A_set_operator_looks_at_all_values_or_at_any(string name, string carried, bool expected)
    {
        var request = new SmtRequest();
        var members = SmtKey.Of("aws:tagkeys", request, SmtResource.Image).Members;
        var values = carried.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var pins = members.Select(
            (m, i) => i < values.Length ? Smt.And(m.IsPresent, m.Text.Is(values[i])) : Smt.Not(m.IsPresent)
        );
        Assert.Equal(expected, Holds(request, name, "aws:TagKeys", ["a", "b"], [.. pins]));
    }

    /// <summary>"Policy variables": in documents of version 2012-10-17 only; without a value a variable matches nothing.</summary>
    [Theory]
    [InlineData("StringEquals", true, "111122223333", true)]
    [InlineData("StringEquals", true, "111122223334", false)]
    [InlineData("StringNotEquals", true, "111122223333", false)]
    [InlineData("StringNotEquals", true, "amazon", true)]
    [InlineData("StringEquals", false, "111122223333", false)]
    public void A_variable_stands_for_what_the_request_carries(
        string name,
        bool hasVariables,
        string owner,
        bool expected
    )
    {
        var pins = new[] { SmtRequest.Owner.Is(owner), SmtRequest.Account.Is("111122223333") };
        Assert.Equal(
            expected,
            Holds(new SmtRequest(), name, "ec2:Owner", ["${aws:PrincipalAccount}"], pins, hasVariables)
        );
    }

    /// <summary>IAM user guide, "Resource": wildcards do not reach across colons; images have no account.</summary>
    [Theory]
    [InlineData("*", true)]
    [InlineData("arn:*:ec2:*::image/*", true)]
    [InlineData("arn:aws:ec2:eu-central-1::image/ami-0123456789abcdef0", true)]
    [InlineData("arn:*:ec2:*:*:image/*", true)]
    [InlineData("arn:*:ec2:*-2::image/*", false)]
    [InlineData("arn:aws-cn:ec2:*::image/*", false)]
    [InlineData("arn:*:ec2:*:*:instance/*", false)]
    [InlineData("arn:*:ec2:*::image/ami-1*", false)]
    [InlineData("arn:*:ec2:*:123456738923:image/*", false)]
    [InlineData("arn:*:ec2:*", true)]
    public void A_resource_is_compared_part_by_part(string pattern, bool expected)
    {
        var pins = new[]
        {
            SmtRequest.Partition.Is("aws"),
            SmtRequest.Region.Is("eu-central-1"),
            SmtRequest.ImageId.Is("ami-0123456789abcdef0"),
        };
        Assert.Equal(expected, IsCertain(new SmtRequest(), SmtResource.Image.Like(pattern), pins));
    }

    private static bool Holds(string name, string key, string[] values, string carried)
    {
        var request = new SmtRequest();
        var member = SmtKey.Of(key.ToLowerInvariant(), request, SmtResource.Image).Members[0];
        var pin = carried switch
        {
            None => Smt.Not(member.IsPresent),
            _ when member.Number is { } number => $"(= {number} {carried})",
            _ => Smt.And(member.IsPresent, member.Text.Is(carried)),
        };
        return Holds(request, name, key, values, [pin]);
    }

    private static bool Holds(
        SmtRequest request,
        string name,
        string key,
        string[] values,
        string[] pins,
        bool hasVariables = true
    )
    {
        var condition = new SmtCondition(name, key.ToLowerInvariant(), values, hasVariables);
        return IsCertain(request, condition.Holds(request, SmtResource.Image), pins);
    }

    /// <summary>Whether the formula holds for the pinned request; fails where the pins leave it open.</summary>
    private static bool IsCertain(SmtRequest request, string formula, string[] pins)
    {
        Assert.SkipWhen(Z3.Missing is not null, Z3.Missing ?? "");
        using var z3 = new Z3();
        var can = z3.Check(request.Question([formula, .. pins]));
        var canNot = z3.Check(request.Question([Smt.Not(formula), .. pins]));
        Assert.NotEqual(can, canNot);
        Assert.DoesNotContain(Satisfiability.Unknown, new[] { can, canNot });
        return can == Satisfiability.Satisfiable;
    }
}
