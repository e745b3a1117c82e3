using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Tests.Features.Trail;

public sealed class ImageOwnersReaderTests
{
    private const string Image = "ami-0123456789abcdef0";

    private static (ImageOwners Owners, string[] Findings) Read(string text)
    {
        var (owners, bag) = (new ImageOwners(), new DiagnosticBag());
        new ImageOwnersReader(owners).Read(SourceText.FromString("owners.json", text), bag);
        return (
            owners,
            [.. bag.ToSorted().Select(d => $"{d.Location.Start.Line}:{d.Location.Start.Column} {d.Message}")]
        );
    }

    /// <summary>A tool that takes an account for a number loses its zeros at the beginning.</summary>
    [Theory]
    [InlineData("\"011122223333\"")]
    [InlineData("11122223333")]
    public void An_owner_may_be_a_number(string owner)
    {
        var (owners, findings) = Read($$"""{"{{Image}}":{{owner}}}""");
        Assert.Equal("011122223333", owners.Find(Image)?.OwnerId);
        Assert.Empty(findings);

        (owners, findings) = Read($$"""{"Images":[{"ImageId":"{{Image}}","OwnerId":{{owner}}}]}""");
        Assert.Equal("011122223333", owners.Find(Image)?.OwnerId);
        Assert.Empty(findings);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("1111222233334")]
    [InlineData("1.5")]
    [InlineData("-11122223333")]
    [InlineData("\"\"")]
    [InlineData("\"web server\"")]
    [InlineData("[]")]
    [InlineData("{\"name\":\"web\"}")]
    public void An_image_whose_value_is_no_owner_is_told_with_its_place(string value)
    {
        var (_, findings) = Read(
            $$"""
            {
              "ami-0fedcba9876543210": "amazon",
              "{{Image}}": {{value}}
            }
            """
        );
        Assert.Equal([$"3:28 this is no owner of `{Image}`"], findings);
    }

    /// <summary>
    /// `ec2:Owner` has the alias where there is one: an account and an alias that no place gives together are two owners.
    /// </summary>
    [Theory]
    [InlineData("""{"I":"111122223333"}""", """{"I":"222233334444"}""", "222233334444", "111122223333")]
    [InlineData("""{"I":"111122223333"}""", """{"I":"amazon"}""", "amazon", "111122223333")]
    [InlineData("""{"I":"amazon"}""", """[{"ImageId":"I","OwnerId":"111122223333"}]""", "111122223333", "amazon")]
    [InlineData(
        """[{"ImageId":"I","OwnerId":"111122223333","ImageOwnerAlias":"amazon"}]""",
        """[{"ImageId":"I","OwnerId":"222233334444","ImageOwnerAlias":"amazon"}]""",
        "amazon",
        "amazon"
    )]
    public void An_image_with_two_owners_is_told(string first, string second, string now, string before)
    {
        var (owners, bag) = (new ImageOwners(), new DiagnosticBag());
        var reader = new ImageOwnersReader(owners);
        foreach (var (path, text) in new[] { ("a.json", first), ("b.json", second) })
            reader.Read(
                SourceText.FromString(path, text.Replace("\"I\"", $"\"{Image}\"", StringComparison.Ordinal)),
                bag
            );
        Assert.Equal(
            $"`{Image}` has the owner {now} here, and {before} in `a.json`",
            Assert.Single(bag.ToSorted()).Message
        );
    }

    [Fact]
    public void So_is_one_within_a_file() =>
        Assert.Equal(
            [$"1:65 `{Image}` has the owner amazon here, and 111122223333 before in this file"],
            Read($$"""{"{{Image}}":"111122223333","{{Image}}":"amazon"}""").Findings
        );

    /// <summary>An account, an alias, or both, in any order.</summary>
    [Theory]
    [InlineData("""{"I":"111122223333"}""")]
    [InlineData("""{"I":"amazon"}""")]
    [InlineData("""[{"ImageId":"I","OwnerId":"111122223333","ImageOwnerAlias":"amazon"}]""")]
    public void What_two_places_tell_of_one_owner_is_put_together(string text)
    {
        const string Both = """{"ImageId":"I","OwnerId":"111122223333","ImageOwnerAlias":"amazon"}""";
        foreach (var all in new[] { $"[{Both},{text}]", $"[{text},{Both}]" })
        {
            var (owners, findings) = Read(all.Replace("\"I\"", $"\"{Image}\"", StringComparison.Ordinal));
            Assert.Empty(findings);
            var facts = owners.Find(Image);
            Assert.Equal(("111122223333", "amazon"), (facts?.OwnerId, facts?.OwnerAlias));
        }
    }

    [Fact]
    public void Facts_under_an_image_are_its_owner() =>
        Assert.Empty(Read($$$"""{"{{{Image}}}":{"ImageId":"{{{Image}}}","OwnerId":"111122223333"}}""").Findings);
}
