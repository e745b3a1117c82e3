using AmiGovernance.Core.Features.Adoption;

namespace AmiGovernance.Tests.Features.Adoption;

/// <summary>Denies from a day on, and what narrows a deny.</summary>
public sealed class AdoptEndsTests
{
    private const string List = """
        {"Effect":"Deny","Action":"ec2:RunInstances","Resource":"arn:aws:ec2:*::image/*",
        "Condition":{"StringNotEquals":{"ec2:Owner":["amazon","111122223333","222233334444","aws-marketplace"]}}}
        """;

    private static string Policy(params string[] statements) =>
        $$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements)}}]}""";

    private static string From(string owner, string day, string more = "") =>
        $$$"""
            {"Effect":"Deny","Action":"ec2:RunInstances","Resource":"arn:aws:ec2:*::image/*",
            "Condition":{"StringEquals":{"ec2:Owner":"{{{owner}}}"},
            "DateGreaterThanEquals":{"aws:CurrentTime":"{{{day}}}T00:00:00Z"}{{{more}}} } }
            """;

    [Fact]
    public void An_ended_exception_is_left_out()
    {
        var content = Policy(List, From("222233334444", "2026-01-03"), From("aws-marketplace", "2025-06-01"));
        var report = Adoptions.Of(Adoptions.Empty.WithScp("amis", content));
        var config = Adoptions.Config(report);
        Assert.Equal(["111122223333"], config.Publishers.Select(p => p.AccountId.Value));
        Assert.Empty(config.Exceptions);
        Assert.Single(config.Aliases);
        Assert.Equal(
            [
                ("/Statement/2", "the owner aws-marketplace is denied from 2025-06-01 on"),
                ("/Statement/1", "the owner 222233334444 is denied from 2026-01-03 on"),
            ],
            report.NotCarried.Select(n => (n.Path, n.Meaning)).OrderByDescending(n => n.Path)
        );
        Assert.DoesNotContain(report.Notes, n => n.Contains("222233334444", StringComparison.Ordinal));
        Assert.Equal(LayerVerdict.BlocksMore, report.Scp);
    }

    [Fact]
    public void Of_two_ends_the_earlier_counts()
    {
        var content = Policy(List, From("222233334444", "2026-09-01"), From("222233334444", "2026-02-01"));
        var report = Adoptions.Of(Adoptions.Empty.WithScp("amis", content));
        Assert.Equal(new DateOnly(2026, 2, 1), Assert.Single(Adoptions.Config(report).Exceptions).ExpiresOn);
    }

    [Fact]
    public void An_alias_with_an_end_is_told()
    {
        var content = Policy(List, From("aws-marketplace", "2026-06-01"));
        var told = Assert.Single(Adoptions.Of(Adoptions.Empty.WithScp("amis", content)).NotCarried);
        Assert.Equal("ours allows its images without an end: only accounts can be exceptions", told.Becomes);
    }

    /// <summary>The right to create images has an end of its own.</summary>
    [Theory]
    [InlineData("2025-12-01", 0)]
    [InlineData("2026-06-01", 1)]
    public void A_publisher_does_not_create_images_for_ever_where_that_has_an_end(string day, int told)
    {
        var content = Policy(
            List,
            """
            {"Effect":"Deny","Action":["ec2:CreateImage"],"Resource":"*",
            "Condition":{"StringNotEquals":{"aws:PrincipalAccount":["111122223333","222233334444"]}}}
            """,
            $$$"""
            {"Effect":"Deny","Action":["ec2:CreateImage"],"Resource":"*",
            "Condition":{"StringEquals":{"aws:PrincipalAccount":"222233334444"},
            "DateGreaterThanEquals":{"aws:CurrentTime":"{{{day}}}T00:00:00Z"} } }
            """
        );
        var report = Adoptions.Of(Adoptions.Empty.WithScp("amis", content));
        var publishers = Adoptions.Config(report).Publishers;
        Assert.Equal(["111122223333"], publishers.Where(p => p.MayCreateImages).Select(p => p.AccountId.Value));
        Assert.Equal(told, report.NotCarried.Count(n => n.Meaning.Contains($"until {day}", StringComparison.Ordinal)));
    }

    public static TheoryData<string, string> Narrower =>
        new()
        {
            {
                List.Replace("ec2:*::image", "ec2:us-east-1::image", StringComparison.Ordinal),
                "holds on arn:aws:ec2:us-east-1::image/* only"
            },
            {
                List.Replace("image/*", "image/ami-0abc*", StringComparison.Ordinal),
                "holds on arn:aws:ec2:*::image/ami-0abc* only"
            },
            {
                $"{List},{From("222233334444", "2026-06-01", ",\"ArnNotLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::*:role/Ops\"}")}",
                "spares principals arn:aws:iam::*:role/Ops"
            },
            {
                $"{List},{From("222233334444", "2026-06-01", ",\"StringNotEquals\":{\"aws:PrincipalAccount\":\"444455556666\"}")}",
                "spares accounts 444455556666"
            },
        };

    [Theory]
    [MemberData(nameof(Narrower))]
    public void What_narrows_a_deny_is_told(string statements, string meaning)
    {
        var report = Adoptions.Of(Adoptions.Empty.WithScp("amis", Policy(statements)));
        var told = Assert.Single(report.NotCarried);
        Assert.Equal(meaning, told.Meaning);
        Assert.Equal("ours has no such condition: it denies in more cases", told.Becomes);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("arn:aws:ec2:*:*:image/*")]
    [InlineData("arn:*:ec2:*::image/ami-*")]
    [InlineData("arn:aws-us-gov:ec2:*::image/*")]
    public void All_images_are_no_narrower_than_ours(string resource)
    {
        var content = Policy(List.Replace("arn:aws:ec2:*::image/*", resource, StringComparison.Ordinal));
        Assert.Empty(Adoptions.Of(Adoptions.Empty.WithScp("amis", content)).NotCarried);
    }

    /// <summary>Launches are denied on everything but some images and what else a launch needs.</summary>
    [Fact]
    public void A_list_of_images_by_NotResource_is_seen()
    {
        const string Images = """
            {"Effect":"Deny","Action":"ec2:RunInstances","NotResource":["arn:aws:ec2:*::image/ami-0aaaaaaaaaaaaaaa1",
            "arn:aws:ec2:*:*:instance/*","arn:aws:ec2:*:*:subnet/*"]}
            """;
        var report = Adoptions.Of(
            Adoptions.Empty.WithScp("list", Policy(Images)).WithScp("owners", Policy(List)).WithScp("z", Policy(List))
        );
        var told = Assert.Single(report.NotCarried);
        Assert.Equal(("list", "stays in its policy; ours does not say it"), (told.Policy, told.Becomes));
    }
}
