using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>What lets more images pass than before is found, and what lets fewer pass is none of it.</summary>
public sealed class DeclarativeWeakeningTests
{
    private static DeclarativePolicy Of(params ImageCriterion[] criteria) =>
        new() { State = AllowedImagesState.Enabled, Criteria = [.. criteria] };

    private static DeclarativePolicy Of(ImageCriteria? criteria, params string[] providers) =>
        Of(new ImageCriterion([.. providers], criteria));

    private static readonly ImageCriteria Narrow = new()
    {
        ImageNames = ["a", "b"],
        MarketplaceProductCodes = ["x", "y"],
        Watermarks = [new ImageWatermark("team", null, null, null), new ImageWatermark("build", null, null, null)],
        MaximumDaysSinceCreated = 30,
        MaximumDaysSinceDeprecated = 7,
    };

    /// <summary>Each parameter: values are alternatives, no values mean every image, and more days mean more images.</summary>
    public static TheoryData<object?, bool> Changes =>
        new()
        {
            { Narrow, false },
            { null, true },
            { new ImageCriteria(), true },
            { Narrow with { ImageNames = ["b"] }, false },
            { Narrow with { ImageNames = ["b", "c"] }, true },
            { Narrow with { ImageNames = [] }, true },
            { Narrow with { MarketplaceProductCodes = ["x"] }, false },
            { Narrow with { MarketplaceProductCodes = ["x", "z"] }, true },
            { Narrow with { MarketplaceProductCodes = [] }, true },
            { Narrow with { Watermarks = [Narrow.Watermarks[1]] }, false },
            { Narrow with { Watermarks = [new ImageWatermark("team", "eu-*", null, null)] }, true },
            { Narrow with { Watermarks = [] }, true },
            { Narrow with { MaximumDaysSinceCreated = 29 }, false },
            { Narrow with { MaximumDaysSinceCreated = 31 }, true },
            { Narrow with { MaximumDaysSinceCreated = null }, true },
            { Narrow with { MaximumDaysSinceDeprecated = 0 }, false },
            { Narrow with { MaximumDaysSinceDeprecated = 8 }, true },
            { Narrow with { MaximumDaysSinceDeprecated = null }, true },
        };

    [Theory]
    [MemberData(nameof(Changes))]
    public void More_images_of_a_provider_pass(object? after, bool isLooser)
    {
        var weakening = DeclarativeWeakening.Between(Of(Narrow, "amazon"), Of((ImageCriteria?)after, "amazon"));
        Assert.Equal(isLooser ? ["amazon"] : [], weakening.LooserOwners);
        Assert.Empty(weakening.NewOwners);
        Assert.False(weakening.AnyOwner);
        Assert.Equal(isLooser, DeclarativeWeakening.Between(Of(Narrow), Of((ImageCriteria?)after)).AnyOwner);
    }

    [Fact]
    public void Nothing_is_looser_than_a_provider_that_alone_decides()
    {
        Assert.Empty(DeclarativeWeakening.Between(Of(null, "amazon"), Of(null, "amazon")).LooserOwners);
        Assert.Empty(DeclarativeWeakening.Between(Of(null, "amazon"), Of(Narrow, "amazon")).LooserOwners);
        Assert.Empty(
            DeclarativeWeakening.Between(Of(new ImageCriteria(), "amazon"), Of(Narrow, "amazon")).LooserOwners
        );
    }

    [Fact]
    public void Providers_that_come_are_new_and_those_that_go_are_nothing()
    {
        var weakening = DeclarativeWeakening.Between(
            Of(null, "amazon", "333333333333"),
            Of(new ImageCriterion(["amazon", "222222222222"], null), new ImageCriterion(["111111111111"], Narrow))
        );
        Assert.Equal(["111111111111", "222222222222"], weakening.NewOwners);
        Assert.Empty(weakening.LooserOwners);
    }

    [Fact]
    public void A_criterion_for_any_owner_that_was_none_is_found()
    {
        Assert.True(DeclarativeWeakening.Between(Of(Narrow, "amazon"), Of(Narrow)).AnyOwner);
        Assert.False(DeclarativeWeakening.Between(Of(Narrow), Of(Narrow, "amazon")).AnyOwner);
    }

    /// <summary>A further criterion is an alternative, unless an earlier one covers it.</summary>
    [Fact]
    public void A_further_criterion_lets_more_pass_where_none_covers_it()
    {
        ImageCriterion Named(params string[] names) => new(["amazon"], new ImageCriteria { ImageNames = [.. names] });
        Assert.Empty(DeclarativeWeakening.Between(Of(Named("a", "b")), Of(Named("a"), Named("b"))).LooserOwners);
        Assert.Equal(
            ["amazon"],
            DeclarativeWeakening.Between(Of(Named("a", "b")), Of(Named("a"), Named("c"))).LooserOwners
        );
    }

    [Fact]
    public void States_that_no_longer_restrict_are_told()
    {
        var attribute = DeclarativeAttributes.ImageBlockPublicAccess;
        var blocked = Of(null, "amazon").With(attribute, "block_new_sharing");
        var open = Of(null, "amazon").With(attribute, "unblocked");
        Assert.Equal(
            attribute.Lost("block_new_sharing", "unblocked"),
            DeclarativeWeakening.Between(blocked, open).Lost
        );
        Assert.NotEmpty(DeclarativeWeakening.Between(blocked, open).Lost);
        Assert.Empty(DeclarativeWeakening.Between(open, blocked).Lost);
    }
}
