using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>
/// Two declarative policies compared by what they mean for images (EC2 user guide, "Control the discovery and use of AMIs with Allowed
/// AMIs": the parameters of a criterion must all hold, values and criteria are alternatives).
/// </summary>
public sealed class DeclarativeDifferenceTests
{
    private static readonly DeclarativePolicy Enforced = new()
    {
        State = AllowedImagesState.Enabled,
        Criteria = [new ImageCriterion(["111111111111", "amazon"], null)],
    };

    private static DeclarativePolicy With(params ImageCriterion[] criteria) =>
        Enforced with
        {
            Criteria = [.. criteria],
        };

    private static DeclarativePolicy With(ImageCriteria criteria) => With(new ImageCriterion(["amazon"], criteria));

    private static string[] Between(DeclarativePolicy? before, DeclarativePolicy? after) =>
        [.. DeclarativeDifference.Between(before, after)];

    [Fact]
    public void What_means_the_same_differs_in_nothing()
    {
        Assert.Empty(Between(null, null));
        Assert.Empty(Between(null, new DeclarativePolicy()));
        Assert.Empty(
            Between(Enforced, With(new ImageCriterion(["amazon"], null), new ImageCriterion(["111111111111"], null)))
        );
        Assert.Empty(
            Between(
                With(new ImageCriteria { ImageNames = ["b", "a"], MarketplaceProductCodes = ["y", "x"] }),
                With(new ImageCriteria { ImageNames = ["a", "b"], MarketplaceProductCodes = ["x", "y"] })
            )
        );
    }

    [Theory]
    [InlineData(
        null,
        AllowedImagesState.Enabled,
        "allowed images: not set → enabled; images outside the list can no longer"
    )]
    [InlineData(
        AllowedImagesState.Enabled,
        AllowedImagesState.AuditMode,
        "allowed images: enabled → audit_mode; images outside the list are marked only"
    )]
    [InlineData(
        AllowedImagesState.AuditMode,
        AllowedImagesState.Disabled,
        "allowed images: audit_mode → disabled; every image can be launched"
    )]
    [InlineData(AllowedImagesState.Enabled, null, "allowed images: enabled → not set; every image can be launched")]
    public void A_change_of_state_comes_first(AllowedImagesState? before, AllowedImagesState? after, string words)
    {
        var changes = Between(Enforced with { State = before }, new DeclarativePolicy { State = after });
        Assert.StartsWith(words, changes[0], StringComparison.Ordinal);
        Assert.Equal("no longer on the list: images of 111111111111, amazon", changes[1]);
    }

    [Fact]
    public void Providers_come_and_go()
    {
        var changes = Between(
            With(new ImageCriterion(["333333333333", "amazon", "111111111111"], null)),
            With(new ImageCriterion(["amazon", "444444444444"], null), new ImageCriterion(["222222222222"], null))
        );
        Assert.Equal(
            [
                "no longer on the list: images of 111111111111, 333333333333",
                "new on the list: images of 222222222222, 444444444444",
            ],
            changes
        );
    }

    [Fact]
    public void A_criterion_for_any_owner_is_told()
    {
        var any = With(Enforced.Criteria[0], new ImageCriterion([], new ImageCriteria { ImageNames = ["a"] }));
        Assert.Equal(["a criterion now allows images of any owner"], Between(Enforced, any));
        Assert.Equal(["no criterion allows images of any owner any more"], Between(any, Enforced));
        Assert.Empty(Between(any, any));
    }

    public static TheoryData<string, object> Parameters =>
        new()
        {
            {
                "named a | b",
                new ImageCriteria { ImageNames = ["b", "a"] }
            },
            {
                "product code x | y",
                new ImageCriteria { MarketplaceProductCodes = ["y", "x"] }
            },
            {
                "created within 30 days",
                new ImageCriteria { MaximumDaysSinceCreated = 30 }
            },
            {
                "not deprecated for more than 7 days",
                new ImageCriteria { MaximumDaysSinceDeprecated = 7 }
            },
            {
                "watermark a | b from eu-*, source image created within 1 day, made within 2 days",
                new ImageCriteria { Watermarks = [new("b", "eu-*", 1, 2), new("a", null, null, null)] }
            },
            {
                "named a and created within 30 days and not deprecated for more than 7 days",
                new ImageCriteria
                {
                    ImageNames = ["a"],
                    MaximumDaysSinceCreated = 30,
                    MaximumDaysSinceDeprecated = 7,
                }
            },
        };

    [Theory]
    [MemberData(nameof(Parameters))]
    public void What_images_must_be_besides_is_told(string words, object criteria)
    {
        var all = With(new ImageCriterion(["amazon"], null));
        Assert.Equal([$"images of amazon: all → {words}"], Between(all, With((ImageCriteria)criteria)));
        Assert.Equal([$"images of amazon: {words} → all"], Between(With((ImageCriteria)criteria), all));
    }

    [Fact]
    public void Criteria_of_one_provider_are_alternatives_and_providers_with_the_same_change_stand_together()
    {
        ImageCriterion Named(string name) => new(["111111111111", "amazon"], new ImageCriteria { ImageNames = [name] });
        Assert.Equal(
            ["images of 111111111111, amazon: named a → named a or named b"],
            Between(With(Named("a")), With(Named("b"), Named("a"), Named("b")))
        );
        // One criterion that asks nothing lets all pass.
        Assert.Equal(
            ["images of 111111111111, amazon: named a → all"],
            Between(With(Named("a")), With(Named("a"), Enforced.Criteria[0]))
        );
    }

    [Fact]
    public void States_and_the_message_are_told()
    {
        var attribute = DeclarativeAttributes.ImageBlockPublicAccess;
        var blocked = Enforced.With(attribute, "block_new_sharing");
        var open = Enforced.With(attribute, "unblocked");
        Assert.Equal(["new public sharing of images is blocked"], Between(Enforced, blocked));
        Assert.Equal(["public sharing of images is no longer blocked"], Between(blocked, Enforced));
        Assert.Equal(attribute.Lost("block_new_sharing", "unblocked"), Between(blocked, open));
        Assert.Equal(attribute.Won("unblocked", "block_new_sharing"), Between(open, blocked));
        Assert.Equal(
            ["the message to those who are blocked: none → \"ask us\""],
            Between(Enforced, Enforced with { ExceptionMessage = "ask us" })
        );
        Assert.Equal(
            ["the message to those who are blocked: \"ask us\" → none"],
            Between(Enforced with { ExceptionMessage = "ask us" }, Enforced)
        );
    }
}
