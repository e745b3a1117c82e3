namespace AmiGovernance.Tests.Features.Trail;

/// <summary>
/// Who calls, and on which image, decides. What a record does not tell is not taken for what no policy reaches: service control policies
/// reach all but the management account and service-linked roles (Organizations user guide, "SCP evaluation").
/// </summary>
public sealed class BacktestCallerTests
{
    private const string Config = """
        {
          "ops_publisher_account": { "account_id": "111122223333", "description": "golden images" },
          "vendor_publisher_accounts": [],
          "publisher_aliases": ["amazon"],
          "exception_accounts": [],
          "image_creation_roles": [],
          "policy_config": { "exception_request_url": "https://tickets.company.com/x", "deny_foreign_image_copies": true }
        }
        """;

    private static (int ExitCode, string Output, string Error) Backtest(
        string name,
        string identity,
        string parameters,
        string account = "111122223333"
    )
    {
        using var amigov = new Amigov()
            .With("config/ami_publishers.json", Config)
            .With("owners.json", """{"ami-0123456789abcdef0":"999988887777"}""")
            .With(
                "logs/a.json",
                $$"""
                {"eventVersion":"1.11",{{identity}}"eventTime":"2026-01-02T00:00:00Z","eventSource":"ec2.amazonaws.com",
                 "eventName":"{{name}}","awsRegion":"us-east-1","requestParameters":{{parameters}},
                 "responseElements":{"imageId":"ami-0fedcba9876543210"},"recipientAccountId":"{{account}}","eventID":"x"}
                """
            );
        Assert.Equal(0, amigov.Run("generate", "--mode", "enabled").ExitCode);
        return amigov.Run("backtest", "logs", "--owners", "owners.json", "--details");
    }

    private const string Foreign = """{"sourceRegion":"us-east-1","sourceImageId":"ami-0123456789abcdef0"}""";
    private const string Unknown = """{"sourceRegion":"us-east-1","sourceImageId":"ami-0aaaaaaaaaaaaaaaa"}""";
    private const string Role = """ "userIdentity":{"type":"AssumedRole","arn":"arn:aws:iam::111122223333:role/R"},""";

    [Theory]
    [InlineData(Foreign, 3)]
    [InlineData(Unknown, 3)]
    public void A_copy_is_judged_by_the_image_that_it_is_made_of(string parameters, int exitCode)
    {
        var (code, output, error) = Backtest("CopyImage", Role, parameters);
        Assert.True(code == exitCode, output + error);
        Assert.DoesNotContain("✅", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""" "userIdentity":{"type":"IAMUser","principalId":"AIDAEXAMPLE"},""")]
    [InlineData(""" "userIdentity":{"type":"Root","accountId":"555566667777"},""")]
    public void A_caller_that_is_not_told_is_no_service(string identity)
    {
        var (code, output, error) = Backtest("CreateImage", identity, "{}", "555566667777");
        Assert.True(code == 3, output + error);
        Assert.True(output.Contains("service control policy:", StringComparison.Ordinal), output);
    }

    [Theory]
    [InlineData(""" "userIdentity":{"type":"AWSService","invokedBy":"ec2.amazonaws.com"},""")]
    [InlineData(""" "userIdentity":{"type":"AWSService","invokedBy":"autoscaling.amazonaws.com.cn"},""")]
    [InlineData(
        """ "userIdentity":{"type":"AssumedRole","arn":"arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"},"""
    )]
    public void No_service_control_policy_reaches_a_service(string identity)
    {
        var (_, output, _) = Backtest("CreateImage", identity, "{}", "555566667777");
        Assert.DoesNotContain("service control policy:", output, StringComparison.Ordinal);
    }
}
