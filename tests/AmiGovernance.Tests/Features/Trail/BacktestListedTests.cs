using System.Text.Json;

namespace AmiGovernance.Tests.Features.Trail;

/// <summary>
/// What is proposed for owners that the configuration has already: `publishers add` and `exception request` refuse them (AMI0113, AMI0210,
/// AMI0211, AMI0603).
/// </summary>
public sealed class BacktestListedTests
{
    private const string Config = """
        {
          "ops_publisher_account": {
            "account_id": "123456738923", "description": "golden images", "image_criteria": { "image_names": ["golden-2099-*"] }
          },
          "vendor_publisher_accounts": [
            { "account_id": "111122223333", "vendor_name": "InfoBlox", "image_criteria": { "image_names": ["nios-*"] } }
          ],
          "publisher_aliases": [ { "alias": "amazon", "image_criteria": { "image_names": ["al2023-*"] } } ],
          "exception_accounts": [
            { "account_id": "222233334444", "expires_on": "2027-01-03", "reason": "r", "ticket": "T-1", "requested_by": "t",
              "approved_by": "security-lead", "approval_date": "2026-12-20", "usable_by": ["222233334444"] }
          ],
          "image_creation_roles": [],
          "policy_config": { "exception_request_url": "https://tickets.company.com/x" }
        }
        """;

    [Theory]
    [InlineData(
        "123456738923",
        "123456738923 is on the list: launch images that meet its `image_criteria`, or change these"
    )]
    [InlineData(
        "111122223333",
        "111122223333 (InfoBlox) is on the list: launch images that meet its `image_criteria`, or change these"
    )]
    [InlineData("amazon", "amazon is on the list: launch images that meet its `image_criteria`, or change these")]
    [InlineData("222233334444", "222233334444 has an exception, which ended or is not for all of these accounts")]
    public void An_owner_that_is_known_is_not_to_be_listed(string owner, string action)
    {
        var report = Backtest(owner, Launch("role/Dev", 1));
        var rollup = Assert.Single(report.GetProperty("by_owner").EnumerateArray());
        Assert.Equal(owner, rollup.GetProperty("owner").GetString());
        Assert.StartsWith(action, rollup.GetProperty("action").GetString(), StringComparison.Ordinal);
        Assert.False(rollup.TryGetProperty("command", out _));
        var advice = Assert.Single(report.GetProperty("findings").EnumerateArray()).GetProperty("advice");
        Assert.False(advice.TryGetProperty("command", out _));
        var why = advice.GetProperty("why").GetString();
        Assert.DoesNotContain("none of the organization", why, StringComparison.Ordinal);
        Assert.DoesNotContain("on no list", why, StringComparison.Ordinal);
    }

    /// <summary>Service control policies do not reach a service-linked role: the same launches have two verdicts.</summary>
    [Fact]
    public void A_finding_of_each_verdict_counts_wherever_findings_are_counted()
    {
        var report = Backtest(
            "aws-marketplace",
            Launch("role/Dev", 1),
            Launch("role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling", 2)
        );
        var findings = report.GetProperty("findings").EnumerateArray().ToList();
        Assert.Equal(2, findings.Select(f => f.GetProperty("verdict").GetString()).Distinct().Count());
        Assert.Single(findings.Select(f => f.GetProperty("id").GetString()).Distinct());
        Assert.Equal(2, report.GetProperty("recent").GetProperty("findings").GetInt64());
        Assert.Equal(
            2,
            Assert.Single(report.GetProperty("by_owner").EnumerateArray()).GetProperty("settles").GetInt64()
        );
        var shares = report.GetProperty("shares").EnumerateArray().ToList();
        Assert.Equal(2, Of("account"));
        Assert.Equal(2, Of("advice"));

        long Of(string by) =>
            shares.Where(s => s.GetProperty("by").GetString() == by).Sum(s => s.GetProperty("findings").GetInt64());
    }

    /// <summary>CloudTrail user guide, "Finding your CloudTrail log files": the folder of a file is the day on which it was delivered.</summary>
    [Theory]
    [InlineData("AWSLogs/333344445555/CloudTrail/us-east-1/2027/01/20/b.json", "2027-01-20", 0)]
    [InlineData("AWSLogs/333344445555/CloudTrail/us-east-1/2026/12/21/b.json", "2026-12-21", 1)]
    [InlineData("AWSLogs/333344445555/CloudTrail/us-east-1/2096/12/21/b.json", "2027-02-01", 0)]
    [InlineData("AWSLogs/b.json", "2026-12-20", 1)]
    public void The_last_days_are_those_of_the_trail(string file, string to, int findings)
    {
        var other = Launch("role/Dev", 2).Replace("RunInstances", "DescribeInstances", StringComparison.Ordinal);
        using var amigov = Amigov("amazon").With("AWSLogs/a.json", Launch("role/Dev", 1)).With(file, other);
        amigov.Now = new DateTimeOffset(2027, 2, 1, 0, 0, 0, TimeSpan.Zero);
        string[] backtest = ["backtest", "AWSLogs", "--owners", "owners.json"];
        var text = amigov.Run(backtest).Out;
        var isKnown = file.Contains("CloudTrail", StringComparison.Ordinal);
        Assert.Equal(isKnown, text.Contains("last 7 days of the trail", StringComparison.Ordinal));
        var output = amigov.Run([.. backtest, "--output", "json"]).Out;
        var recent = JsonDocument.Parse(output).RootElement.GetProperty("recent");
        Assert.Equal((to, findings), (recent.GetProperty("to").GetString(), recent.GetProperty("findings").GetInt32()));
    }

    private static JsonElement Backtest(string owner, params string[] records)
    {
        using var amigov = Amigov(owner).With("logs/a.json", string.Join('\n', records));
        var (code, output, error) = amigov.Run("backtest", "logs", "--owners", "owners.json", "--output", "json");
        Assert.True(code == 3, output + error);
        return JsonDocument.Parse(output).RootElement;
    }

    private static Amigov Amigov(string owner)
    {
        var image = char.IsAsciiDigit(owner[0])
            ? $"\"OwnerId\":\"{owner}\""
            : $"\"OwnerId\":\"\",\"ImageOwnerAlias\":\"{owner}\"";
        var amigov = new Amigov { Now = new DateTimeOffset(2026, 12, 21, 0, 0, 0, TimeSpan.Zero) }
            .With("config/ami_publishers.json", Config)
            .With(
                "owners.json",
                $$"""{"Images":[{"ImageId":"ami-0123456789abcdef0",{{image}},"Name":"old","CreationDate":"2026-01-01T00:00:00Z"}]}"""
            );
        Assert.Equal(0, amigov.Run("generate", "--mode", "enabled").ExitCode);
        return amigov;
    }

    private static string Launch(string role, int number) =>
        $$"""
            {"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","arn":"arn:aws:iam::333344445555:{{role}}"},"eventTime":"2026-12-20T00:00:00Z","eventSource":"ec2.amazonaws.com","eventName":"RunInstances","awsRegion":"us-east-1","requestParameters":{"imageId":"ami-0123456789abcdef0"},"recipientAccountId":"333344445555","eventID":"{{number}}"}
            """.Trim();
}
