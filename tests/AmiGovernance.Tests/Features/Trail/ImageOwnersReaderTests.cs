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

    [Fact]
    public void Facts_under_an_image_are_its_owner() =>
        Assert.Empty(Read($$$"""{"{{{Image}}}":{"ImageId":"{{{Image}}}","OwnerId":"111122223333"}}""").Findings);
}
