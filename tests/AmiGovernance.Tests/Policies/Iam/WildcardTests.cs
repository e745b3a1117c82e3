using System.Text.RegularExpressions;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Tests.Support;
using CsCheck;

namespace AmiGovernance.Tests.Policies.Iam;

public sealed class WildcardTests
{
    private static readonly Gen<string> Pattern = Choose
        .From('a', 'b', ':', '*', '?')
        .Array[0, 8]
        .Select(c => new string(c));
    private static readonly Gen<string> Text = Choose.From('a', 'b', ':').Array[0, 8].Select(c => new string(c));

    [Fact]
    public void Matches_like_a_regular_expression() =>
        Gen.Select(Pattern, Text)
            .Sample(
                (pattern, text) =>
                    Wildcard.Matches(pattern, text)
                    == Regex.IsMatch(
                        text,
                        "^"
                            + Regex
                                .Escape(pattern)
                                .Replace("\\*", ".*", StringComparison.Ordinal)
                                .Replace("\\?", ".", StringComparison.Ordinal)
                            + "\\z",
                        RegexOptions.Singleline
                    ),
                iter: TestScale.Samples(50_000),
                seed: "0000KeyUzkM3"
            );

    [Fact]
    public void Two_patterns_intersect_when_some_text_matches_both()
    {
        var texts = AllTexts(6).ToList();
        Gen.Select(Choose.From('a', 'b', '*', '?').Array[0, 4], Choose.From('a', 'b', '*', '?').Array[0, 4])
            .Sample(
                (first, second) =>
                {
                    var (a, b) = (new string(first), new string(second));
                    return Wildcard.Intersects(a, b)
                        == texts.Any(t => Wildcard.Matches(a, t) && Wildcard.Matches(b, t));
                },
                iter: TestScale.Samples(2_000),
                seed: "0000KeyUzkM3"
            );
    }

    // Two patterns of at most four signs that intersect do so in a text of at most six.
    private static IEnumerable<string> AllTexts(int length)
    {
        yield return "";
        if (length == 0)
            yield break;
        foreach (var rest in AllTexts(length - 1))
        {
            yield return "a" + rest;
            yield return "b" + rest;
        }
    }

    [Theory]
    [InlineData("arn:*:ec2:*::image/*", "arn:*:ec2:*::image/*", true)]
    [InlineData("arn:*:ec2:*::image/*", "arn:*:ec2:*:*:subnet/*", false)]
    [InlineData("*", "arn:*:ec2:*:*:subnet/*", true)]
    [InlineData("arn:aws:ec2:*:111122223333:image/*", "arn:*:ec2:*::image/*", false)]
    public void An_ARN_pattern_does_not_reach_across_colons(string a, string b, bool expected) =>
        Assert.Equal(expected, Wildcard.ArnsIntersect(a, b));
}
