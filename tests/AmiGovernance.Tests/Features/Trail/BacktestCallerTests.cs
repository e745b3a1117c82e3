using System.Text.Json;

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

    /// <summary>A session's ARN has no path (IAM user guide, "IAM identifiers"): the caller may be the role that is exempt, or not.</summary>
    [Theory]
    [InlineData("AWSBackupDefaultServiceRole", "", "undecided")]
    [InlineData("Other", "", "denied")]
    [InlineData("AWSBackupDefaultServiceRole", "role/service-role/AWSBackupDefaultServiceRole", null)]
    [InlineData("AWSBackupDefaultServiceRole", "role/AWSBackupDefaultServiceRole", "denied")]
    public void A_session_whose_role_is_not_told_is_decided_as_by_explain(string role, string issuer, string? verdict)
    {
        var context =
            issuer.Length > 0
                ? $$"""
                    ,"sessionContext":{"sessionIssuer":{"arn":"arn:aws:iam::333344445555:{{issuer}}"} }
                    """
                : "";
        var record = $$"""
            {"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::333344445555:assumed-role/{{role}}/s"{{context}} },
             "eventTime":"2026-01-02T00:00:00Z","eventSource":"ec2.amazonaws.com","eventName":"CreateImage","awsRegion":"us-east-1",
             "requestParameters":{"instanceId":"i-1","name":"n"},"recipientAccountId":"333344445555","eventID":"x"}
            """;
        const string Roles =
            """ "image_creation_roles": [ { "arn": "arn:aws:iam::*:role/service-role/AWSBackupDefaultServiceRole", "service": "aws_backup" } ]""";
        using var amigov = new Amigov()
            .With(
                "config/ami_publishers.json",
                Config.Replace("\"image_creation_roles\": []", Roles, StringComparison.Ordinal)
            )
            .With("logs/a.json", record);
        Assert.Equal(0, amigov.Run("generate", "--mode", "enabled").ExitCode);
        var (code, output, error) = amigov.Run("backtest", "logs", "--output", "json");
        Assert.True(code == (verdict is null ? 0 : 3), output + error);
        var findings = JsonDocument.Parse(output).RootElement.GetProperty("findings").EnumerateArray();
        var found = findings.Select(f => f.GetProperty("verdict").GetString()).SingleOrDefault();
        Assert.Equal(verdict, found);
        var explained = amigov.Run("explain", "--from-event", "logs/a.json").Out;
        Assert.Equal(
            verdict == "denied",
            explained.Contains("blocked by: service control policy", StringComparison.Ordinal)
        );
        Assert.Equal(verdict == "undecided", explained.Contains("a session does not tell", StringComparison.Ordinal));
        if (issuer.Length == 0 && verdict is not null)
            Assert.Contains($"arn:aws:iam::333344445555:role/{role}", output, StringComparison.Ordinal);
    }
}
