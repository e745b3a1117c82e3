using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Tests.Features.Trail;

/// <summary>What the names of files in a trail's bucket tell (CloudTrail user guide).</summary>
public sealed class TrailPlaceTests
{
    [Theory]
    [InlineData(
        "AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/20/a.json.gz",
        "111122223333",
        "us-east-1",
        "2026-11-20",
        null
    )]
    // The folders of saved query results name who asked, and when ("Find your CloudTrail Lake saved query results").
    [InlineData("AWSLogs/111122223333/CloudTrail-Lake/Query/2026/11/20/ID/result_1.csv.gz", "", "", null, null)]
    [InlineData(
        "AWSLogs/111122223333/CloudTrail-Lake/Query/2026/11/20/ID/result_sign.json",
        "",
        "",
        null,
        "signature of query results"
    )]
    [InlineData(
        "AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/20/result_sign.json",
        "111122223333",
        "us-east-1",
        "2026-11-20",
        null
    )]
    [InlineData(
        "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/11/20/a.json.gz",
        "111122223333",
        "us-east-1",
        "2026-11-20",
        "digest"
    )]
    public void A_name_tells_whose_events_a_file_holds(
        string name,
        string account,
        string region,
        string? day,
        string? skipped
    )
    {
        var place = TrailPlace.Of(name);
        Assert.Equal((account, region), (place.Account, place.Region));
        Assert.Equal(day, place.Day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(skipped, TrailFileNames.ReasonToSkip(name));
    }
}
