using System.Text;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Tests.Features.Trail;

/// <summary>
/// A share with everyone is seen however many accounts stand beside it (EC2 API reference, LaunchPermissionModifications).
/// </summary>
public sealed class ManySharesTests
{
    private static string Detail(IEnumerable<string> receivers)
    {
        var record = $$"""
            {"eventVersion":"1.10","eventTime":"2026-03-04T10:01:00Z","eventName":"ModifyImageAttribute","eventSource":"ec2.amazonaws.com",
             "awsRegion":"eu-west-1","recipientAccountId":"222233334444","requestParameters":{"imageId":"ami-0123456789abcdef0",
             "launchPermission":{"add":{"items":[{{string.Join(',', receivers)}}]} } } }
            """;
        var detail = "";
        new TrailFileReader(TrailFilter.Everything).Read(
            () => new MemoryStream(Encoding.UTF8.GetBytes(record)),
            call => detail = call.Detail
        );
        return detail;
    }

    private static IEnumerable<string> Accounts(int count) =>
        Enumerable.Range(0, count).Select(i => $$"""{"userId":"1111222233{{i:D2}}"}""");

    [Fact]
    public void Those_that_reach_furthest_come_first() =>
        Assert.Equal("add all, add 111122223300, add 111122223301", Detail([.. Accounts(2), """{"group":"all"}"""]));

    [Theory]
    [InlineData(15)]
    [InlineData(25)]
    [InlineData(90)]
    public void What_there_is_no_room_for_is_counted(int accounts)
    {
        var detail = Detail([.. Accounts(accounts), """{"group":"all"}"""]);
        Assert.StartsWith("add all, add 111122223300, ", detail, StringComparison.Ordinal);
        var told = detail.Split(", ").Count(share => share.StartsWith("add 1", StringComparison.Ordinal));
        Assert.EndsWith($", and {accounts - told} more", detail, StringComparison.Ordinal);
        Assert.True(detail.Length <= 200, detail);
    }
}
