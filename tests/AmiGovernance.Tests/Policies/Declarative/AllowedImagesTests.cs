using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Tests.Policies.Declarative;

public sealed class AllowedImagesTests
{
    private const string Owner = "123456738923";

    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ImageFacts Image = new(Owner, null)
    {
        CreationDate = Now.AddDays(-90),
        DeprecationKnown = true,
        DeprecationTime = Now.AddDays(-10),
    };

    /// <summary>EC2 API reference, ImageCriterionRequest: 0 to 2147483647 days.</summary>
    [Fact]
    public void The_longest_age_that_AWS_takes_allows_every_image() =>
        Assert.Equal(
            ImageVerdict.Allowed,
            Decide(
                new ImageCriteria
                {
                    MaximumDaysSinceCreated = int.MaxValue,
                    MaximumDaysSinceDeprecated = int.MaxValue,
                    Watermarks = [],
                }
            ).Verdict
        );

    [Theory]
    [InlineData(90, ImageVerdict.Allowed)]
    [InlineData(89, ImageVerdict.Denied)]
    public void The_last_day_of_an_age_counts(int days, ImageVerdict verdict) =>
        Assert.Equal(verdict, Decide(new ImageCriteria { MaximumDaysSinceCreated = days }).Verdict);

    [Fact]
    public void The_first_parameter_that_does_not_hold_is_named() =>
        Assert.Equal(
            ["criteria_1: it was deprecated more than 9 days ago"],
            Decide(new ImageCriteria { MaximumDaysSinceCreated = 90, MaximumDaysSinceDeprecated = 9 }).Mismatches
        );

    private static ImageDecision Decide(ImageCriteria criteria)
    {
        var policy = new DeclarativePolicy
        {
            State = AllowedImagesState.Enabled,
            Criteria = [new ImageCriterion([Owner], criteria)],
        };
        return AllowedImages.Decide(policy, Image, AccountId.Parse("333344445555"), Now);
    }
}
