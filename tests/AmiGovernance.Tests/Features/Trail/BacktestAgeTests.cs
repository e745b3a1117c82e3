using System.Text.Json;

namespace AmiGovernance.Tests.Features.Trail;

/// <summary>
/// A launch is decided at its own time: an image that is too old by now was allowed while it was not (EC2 user guide, "Allowed AMIs",
/// `maximum_days_since_created`).
/// </summary>
public sealed class BacktestAgeTests
{
    private const string Config = """
        {
          "ops_publisher_account": {
            "account_id": "123456738923", "description": "golden images",
            "image_criteria": { "maximum_days_since_created": 30, "maximum_days_since_deprecated": 5 }
          },
          "vendor_publisher_accounts": [],
          "publisher_aliases": ["amazon"],
          "exception_accounts": [],
          "image_creation_roles": [],
          "policy_config": { "exception_request_url": "https://tickets.company.com/x" }
        }
        """;

    private static readonly DateTimeOffset Created = new(2026, 9, 1, 6, 0, 0, TimeSpan.Zero);

    [Theory]
    // All before the image is 30 days old; then one after; then the day itself, which is decided as at its last call.
    [InlineData("", "2026-09-02T10:00:00Z 2026-09-23T10:00:00Z 2026-10-01T06:00:00Z", 0)]
    [InlineData("", "2026-09-02T10:00:00Z 2026-09-23T10:00:00Z 2026-10-16T10:00:00Z", 1)]
    [InlineData("", "2026-09-02T10:00:00Z 2026-10-01T05:00:00Z 2026-10-01T07:00:00Z 2026-10-02T00:00:00Z", 3)]
    // Deprecated on the 10th, which is too long ago from the 15th on.
    [InlineData("2026-09-10T00:00:00Z", "2026-09-09T10:00:00Z 2026-09-15T00:00:00Z 2026-09-15T10:00:00Z", 2)]
    [InlineData("2026-09-10T00:00:00Z", "2026-09-09T10:00:00Z 2026-09-14T10:00:00Z 2026-09-16T10:00:00Z", 1)]
    public void Ages_are_those_of_the_day_of_the_launch(string deprecated, string times, int denied)
    {
        var deprecation = deprecated.Length > 0 ? $",\"DeprecationTime\":\"{deprecated}\"" : "";
        using var amigov = new Amigov { Now = new DateTimeOffset(2026, 12, 1, 12, 0, 0, TimeSpan.Zero) }
            .With("config/ami_publishers.json", Config)
            .With(
                "owners.json",
                $$"""
                {"Images":[{"ImageId":"ami-0123456789abcdef0","OwnerId":"123456738923","Name":"golden",
                 "CreationDate":"{{Created:yyyy-MM-ddTHH:mm:ssZ}}"{{deprecation}} }]}
                """
            )
            .With("logs/a.json", string.Join('\n', times.Split(' ').Select(Launch)));
        Assert.Equal(0, amigov.Run("generate", "--mode", "enabled").ExitCode);
        var (exitCode, output, error) = amigov.Run("backtest", "logs", "--owners", "owners.json", "--output", "json");
        Assert.True(exitCode == (denied == 0 ? 0 : 3), output + error);
        var findings = JsonDocument.Parse(output).RootElement.GetProperty("findings").EnumerateArray().ToList();
        Assert.Equal(denied, findings.Sum(f => f.GetProperty("calls").GetInt64()));
    }

    private static string Launch(string time, int number) =>
        $$"""
            {"eventVersion":"1.11","userIdentity":{"arn":"arn:aws:iam::333344445555:role/R"},"eventTime":"{{time}}","eventSource":"ec2.amazonaws.com","eventName":"RunInstances","awsRegion":"us-east-1","requestParameters":{"imageId":"ami-0123456789abcdef0"},"recipientAccountId":"333344445555","eventID":"{{number}}"}
            """.Trim();
}
