using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Tests.Features.Trail.Queries;

public sealed class AthenaReachTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);

    private static Dictionary<string, string> Properties(
        string regions = "eu-west-1,us-east-1",
        string days = "2026/01/02,NOW"
    ) =>
        new()
        {
            ["projection.enabled"] = "true",
            ["projection.region.type"] = "enum",
            ["projection.region.values"] = regions,
            ["projection.day.range"] = days,
        };

    private static TrailFilter Asked(string region, DateTimeOffset from) =>
        new(from, null) { Regions = [RegionName.Parse(region)] };

    [Theory]
    [InlineData("us-east-1", 0, null)]
    [InlineData("us-east-1", -1, null)]
    [InlineData("us-east-1", -2, "the table has no folders before 2026-01-02")]
    [InlineData("us-east-2", 0, "the table has no folders of us-east-2")]
    public void What_is_asked_beyond_its_folders_is_told(string region, int days, string? told)
    {
        var reach = AthenaReach.Of(Properties(" eu-west-1 , us-east-1 "))!;
        Assert.Equal(told, reach.Beyond(Asked(region, Noon.AddDays(days))).SingleOrDefault());
        Assert.Equal("Regions eu-west-1, us-east-1; days since 2026-01-02", reach.ToString());
    }

    /// <summary>Such as days as AWS's own example counts them, `NOW-3YEARS,NOW`, and Regions that are injected.</summary>
    [Fact]
    public void What_is_not_known_of_a_table_is_no_gap()
    {
        var properties = Properties(days: "NOW-3YEARS,NOW");
        properties["projection.region.type"] = "injected";
        var reach = AthenaReach.Of(properties)!;
        Assert.Empty(reach.Beyond(Asked("us-east-2", Noon.AddYears(-9))));
        Assert.Equal("", reach.ToString());
    }

    [Fact]
    public void A_table_without_projection_is_told_apart() =>
        Assert.Null(AthenaReach.Of(new Dictionary<string, string>()));
}
