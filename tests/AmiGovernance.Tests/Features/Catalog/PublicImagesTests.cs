using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Tests.Features.Catalog;

public sealed class PublicImagesTests
{
    [Fact]
    public void Each_row_names_its_source_and_an_owner_or_none()
    {
        Assert.NotEmpty(PublicImages.All);
        Assert.All(PublicImages.All, i => Assert.NotEmpty(i.Source));
        Assert.All(PublicImages.All, i => Assert.NotEqual(FactMark.Measured, i.Mark));
        Assert.All(PublicImages.All, i => Assert.Contains(i.Architecture, PublicImages.Architectures));
        Assert.All(
            PublicImages.All.Where(i => i.Parameter is not null),
            i => Assert.StartsWith("/aws/service/", i.Parameter, StringComparison.Ordinal)
        );
        Assert.All(PublicImages.All, i => Assert.Equal(i.HasOwner, i.OwnerIn(Partition.Aws) is not null));
    }

    /// <summary>A parameter of another account's images would send people to whom they did not mean.</summary>
    [Theory]
    [InlineData("ubuntu", "099720109477")]
    [InlineData("debian", "136693071363")]
    [InlineData("amazon linux", "amazon")]
    [InlineData("eks", "amazon")]
    [InlineData("bottlerocket", null)]
    public void Owners_are_those_of_the_publishers(string family, string? owner) =>
        Assert.All(PublicImages.All.Where(i => i.Family == family), i => Assert.Equal(owner, i.OwnerIn(Partition.Aws)));

    [Fact]
    public void In_partitions_where_nobody_knows_the_account_there_is_no_owner() =>
        Assert.All(PublicImages.All.Where(i => i.Family == "debian"), i => Assert.Null(i.OwnerIn(Partition.AwsCn)));

    [Fact]
    public void Each_word_is_there_once_and_each_family_has_a_row()
    {
        var words = PublicImages.Vocabulary.Select(w => w.Text).ToList();
        Assert.Equal(words.Distinct(), words);
        Assert.Empty(PublicImages.Families.Select(f => f.Name).Except(PublicImages.All.Select(i => i.Family)));
        Assert.All(PublicImages.Families, f => Assert.Contains(f.Name, words));
    }

    [Fact]
    public void Where_there_is_one_for_each_version_the_version_stands_in_parameter_and_names()
    {
        foreach (var image in PublicImages.All.Where(i => i.IsForEachVersion))
        {
            var one = image.At("1.33");
            Assert.Contains("1.33", one.Parameter, StringComparison.Ordinal);
            Assert.Contains("1.33", one.Names, StringComparison.Ordinal);
            Assert.DoesNotContain('{', one.Parameter + one.Names);
        }
    }
}
