using System.Text;

namespace AmiGovernance.Tests.Cli;

/// <summary>A fact that is told twice is one fact: nothing that was said of a call is dropped in silence.</summary>
public sealed class DecidedKeysTests
{
    private const string Account = "333344445555";
    private const string Launch = "account,image_owner";

    private static readonly string[] ByAmazon = ["--account", Account, "--image-owner", "amazon"];

    [Theory]
    [InlineData("aws:CurrentTime=2027-01-01T00:00:00Z", "--at", "2027-01-01T00:00:00Z")]
    [InlineData("aws:EpochTime=1798761600", "--at", "2027-01-01T00:00:00Z")]
    [InlineData("ec2:Owner=999988887777", "--image-owner", "999988887777")]
    [InlineData(
        "aws:PrincipalArn=arn:aws:iam::333344445555:role/Ops",
        "--principal",
        "arn:aws:iam::333344445555:role/Ops"
    )]
    [InlineData("ec2:Region=eu-west-1", "--region", "eu-west-1")]
    [InlineData("aws:RequestedRegion=eu-west-1", "--region", "eu-west-1")]
    [InlineData("ec2:ImageID=ami-0123456789abcdef0", "--image", "ami-0123456789abcdef0")]
    public void A_key_is_the_same_as_its_option(string key, string option, string value)
    {
        var byKey = Explain("--account", Account, "--context", key, "-o", "json");
        var byOption = Explain("--account", Account, option, value, "-o", "json");
        Assert.Equal("", byKey.Error);
        Assert.Equal(byOption, byKey);
        Assert.NotEqual(Explain("--account", Account, "-o", "json").Output, byKey.Output);
    }

    [Theory]
    [InlineData("aws:CurrentTime=2027-01-01T00:00:00Z", "--at", "2026-01-01T00:00:00Z")]
    [InlineData("aws:EpochTime=1798761600", "--at", "2026-01-01T00:00:00Z")]
    [InlineData("aws:EpochTime=soon", "--at", "2026-01-01T00:00:00Z")]
    [InlineData("ec2:Owner=999988887777", "--image-owner", "amazon")]
    [InlineData("ec2:Owner=", "--image-owner", "amazon")]
    [InlineData("EC2:owner=999988887777", "--image-owner", "amazon")]
    [InlineData("aws:PrincipalAccount=222233334444", "--account", Account)]
    [InlineData(
        "aws:PrincipalArn=arn:aws:iam::333344445555:role/Ops",
        "--principal",
        "arn:aws:iam::333344445555:role/Dev"
    )]
    [InlineData("ec2:Region=eu-west-1", "--region", "us-east-1")]
    [InlineData("aws:ResourceAccount=222233334444", "--image-owner-account", "999988887777")]
    public void A_key_that_says_another_thing_is_refused_by_the_name_of_the_option(
        string key,
        string option,
        string value
    )
    {
        string[] account = option == "--account" ? [] : ["--account", Account];
        var (code, output, error) = Explain([.. account, option, value, "--context", key]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains($"`{option}` decides it", error, StringComparison.Ordinal);
    }

    /// <summary>By the type that the Service Authorization Reference gives to the key.</summary>
    [Theory]
    [InlineData("aws:MultiFactorAuthPresent=maybe", "Bool, which has no such value; give true or false")]
    [InlineData("aws:MultiFactorAuthAge=long", "Numeric, which has no such value")]
    [InlineData("aws:SourceIp=here", "IPAddress, which has no such value")]
    public void A_value_that_the_key_cannot_have_is_refused(string key, string told)
    {
        var (code, output, error) = Explain([.. ByAmazon, "--context", key]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(told, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aws:MultiFactorAuthPresent=true")]
    [InlineData("aws:MultiFactorAuthAge=3600")]
    [InlineData("aws:SourceIp=203.0.113.7")]
    [InlineData("aws:RequestTag/team=maybe")]
    [InlineData("aws:MultiFactorAuthPresent=")]
    public void Other_values_are_taken(string key) => Assert.Equal("", Explain([.. ByAmazon, "--context", key]).Error);

    /// <summary>What the call of a snapshot says of its owner is not the image's.</summary>
    [Fact]
    public void A_key_of_an_image_is_kept_where_no_image_is_touched() =>
        Assert.Equal(
            "",
            Explain("--action", "ec2:DeleteSnapshot", "--account", Account, "--context", "ec2:Owner=222233334444").Error
        );

    [Theory]
    [InlineData("aws:CurrentTime", "2027-01-01T00:00:00Z", "column `time`", "2026-01-01T00:00:00Z")]
    [InlineData("ec2:Owner", "999988887777", "column `image_owner`", "2026-01-01T00:00:00Z")]
    public void A_column_that_says_another_thing_is_an_error_of_its_row(
        string key,
        string value,
        string name,
        string time
    )
    {
        var (code, output) = Simulate($"{Launch},time,{key}", $"{Account},amazon,{time},{value}");
        Assert.Equal(1, code);
        Assert.Contains($"{name} decides it", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_is_the_same_as_the_fact() =>
        Assert.Contains(
            "explicitDeny",
            Simulate("account,ec2:Owner", $"{Account},999988887777").Output,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_principal_of_another_account_is_refused()
    {
        const string other = "arn:aws:iam::222233334444:role/Dev";
        var (code, output, error) = Explain([.. ByAmazon, "--principal", other]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(
            "the principal is of account 222233334444, and the calling account is 333344445555",
            error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "the principal is of account 222233334444",
            Simulate($"{Launch},principal", $"{Account},amazon,{other}").Output,
            StringComparison.Ordinal
        );
    }

    /// <summary>
    /// "SCPs do not affect any service-linked role" (Organizations user guide, "Service control policies"). Allowed AMIs, which binds
    /// everybody, is in audit mode.
    /// </summary>
    [Theory]
    [InlineData("role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling", 0, "allowed")]
    [InlineData("role/service-role/Some", 3, "explicitDeny")]
    public void The_path_of_a_role_tells_that_it_is_service_linked(string role, int exitCode, string decision)
    {
        const string owner = "999988887777";
        var principal = $"arn:aws:iam::{Account}:{role}";
        using var amigov = Generated();
        const string declarative = "dist/organizations/declarative-policy-ec2.json";
        amigov.With(
            declarative,
            Encoding
                .UTF8.GetString(amigov.Files.Files[declarative])
                .Replace("enabled", "audit_mode", StringComparison.Ordinal)
        );
        string[] call = ["explain", "--account", Account, "--image-owner", owner, "--principal", principal];
        Assert.Equal(exitCode, amigov.Run(call).ExitCode);
        amigov.With("calls.csv", $"{Launch},principal\n{Account},{owner},{principal}\n");
        Assert.Contains(decision, amigov.Run("simulate", "calls.csv").Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ec2:RunInstance", "did you mean `RunInstances`?")]
    [InlineData("RunInstance", "did you mean `RunInstances`?")]
    [InlineData("ec2:Foo", "`ec2` has no action `Foo`")]
    [InlineData("ec2:*", "`ec2:*` is a pattern")]
    [InlineData("EC2:Run*", "`EC2:Run*` is a pattern")]
    public void What_is_no_action_of_EC2_is_refused(string action, string message)
    {
        var (code, output, error) = Explain([.. ByAmazon, "--action", action]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
        var row = Simulate($"{Launch},action", $"{Account},amazon,{action}");
        Assert.Equal(1, row.ExitCode);
        Assert.Contains(message, row.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_actions_are_compared_ignoring_case() =>
        Assert.Equal(0, Explain([.. ByAmazon, "--action", "ec2:runinstances"]).ExitCode);

    private static Amigov Generated()
    {
        var amigov = new Amigov { Now = new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero) }.With(
            Samples.ConfigPath,
            Samples.Governance
        );
        amigov.Run("generate", "--mode", "enabled");
        return amigov;
    }

    private static (int ExitCode, string Output, string Error) Explain(params string[] arguments)
    {
        using var amigov = Generated();
        return amigov.Run(["explain", .. arguments]);
    }

    private static (int ExitCode, string Output) Simulate(string header, string row)
    {
        using var amigov = Generated();
        var (code, output, _) = amigov.With("calls.csv", $"{header}\n{row}\n").Run("simulate", "calls.csv");
        return (code, output);
    }
}
