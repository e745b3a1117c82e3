using System.Text;

namespace AmiGovernance.Tests.Cli;

/// <summary>What teams came with: tests/data/cases, each with its source and what is right.</summary>
public sealed class ExplainCaseTests
{
    private const string Stranger = "999988887777";

    [Theory]
    [InlineData("other-policy-id", Stranger, 3, "explicit deny in a service control policy p-zzzz9999")]
    [InlineData("other-policy-id", "amazon", 3, "these policies do not deny it, while AWS named a deny")]
    [InlineData("other-policy-id", "amazon", 3, "aws organizations describe-policy --policy-id p-zzzz9999")]
    [InlineData(
        "karpenter-instance",
        Stranger,
        3,
        "no statement of these policies denies ec2:RunInstances on instance/*"
    )]
    [InlineData(
        "karpenter-instance",
        "amazon",
        3,
        "explicit deny in a service control policy, ec2:RunInstances on arn:aws:ec2:us-east-2:333344445555:instance/*"
    )]
    [InlineData("no-scp-allow", "amazon", 3, "denied: no service control policy allows it")]
    [InlineData("no-scp-allow", "amazon", 3, "an allow list, or `FullAWSAccess` is detached")]
    [InlineData("permissions-boundary", "amazon", 3, "explicit deny in a permissions boundary")]
    [InlineData("permissions-boundary", Stranger, 3, "it is for whoever manages the permissions boundary")]
    [InlineData("identity", "amazon", 3, "denied: no identity-based policy allows it")]
    [InlineData("identity", "amazon", 3, "these policies: allowed")]
    public void What_AWS_named_is_said_first_and_never_dropped(string text, string owner, int exitCode, string said)
    {
        var (code, output, _) = Explain(Case("error-names-another-cause", $"{text}.txt"), "--image-owner", owner);
        Assert.Equal(exitCode, code);
        Assert.Contains("\nAWS said: ", output, StringComparison.Ordinal);
        Assert.Contains(said, output, StringComparison.Ordinal);
    }

    /// <summary>An error never says whose the image is: that nobody told it, clears no policy.</summary>
    [Fact]
    public void Without_the_owner_no_other_policy_is_concluded()
    {
        var (code, output, _) = Explain(Case("error-names-another-cause", "other-policy-id.txt"));
        Assert.Equal(3, code);
        Assert.Contains(
            "AWS named a deny; `DenyEC2LaunchWithNonApprovedAMIs` denies it if the owner is not approved:"
                + " `--image-owner` settles it",
            output,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("another version of it", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("terraform-wrapped", "ec2:RunInstances on arn:aws:ec2:us-east-1::image/ami-0abcdef1234567890")]
    [InlineData("ticket-wrapped", "service control policy p-kfhxcsd9")]
    public void A_wrapped_text_is_read(string text, string said)
    {
        var (code, output, _) = Explain(Case("error-wrapped-lines", $"{text}.txt"), "--image-owner", Stranger);
        Assert.Equal(3, code);
        Assert.Contains(said, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "no-resource.txt",
        3,
        "explicit deny in a service control policy, ec2:RunInstances by arn:aws:iam::333344445555:user/analyst"
    )]
    [InlineData("image-builder-bpa.txt", 3, "denied by block public access for AMIs")]
    [InlineData(
        "eks-nodegroup.txt",
        4,
        "an image policy can be the cause: the image is gone, not shared with this account, in another Region, or hidden"
    )]
    [InlineData(
        "not-shared-terraform.txt",
        4,
        "an image policy can be the cause: the image is not shared with this account"
    )]
    [InlineData(
        "not-shared-cloudformation.txt",
        4,
        "an image policy can be the cause: the image is not shared with this account"
    )]
    [InlineData("declarative.txt", 3, "denied by the organization's EC2 declarative policy")]
    [InlineData("encoded-only.txt", 3, "aws sts decode-authorization-message --encoded-message")]
    [InlineData(
        "decoded.json",
        3,
        "explicit deny; AWS does not say in which policy, ec2:RunInstances on arn:aws:ec2:ap-southeast-2::image/ami-0d835c7a02a6f4fd3"
    )]
    [InlineData("decoded.json", 3, "matched: DenyEC2LaunchWithNonApprovedAMIs")]
    [InlineData(
        "decoded.json",
        3,
        "these policies: DENIED: ec2:RunInstances from image ami-0d835c7a02a6f4fd3 of 679593333241"
    )]
    public void An_error_needs_no_ARN_of_a_user(string text, int exitCode, string said)
    {
        var (code, output, _) = Explain(Case("error-without-user-arn", text));
        Assert.Equal(exitCode, code);
        Assert.Contains(said, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("asg-key-not-usable", "a.txt", "no image policy denies this; look there: the policy of the key")]
    [InlineData(
        "asg-key-not-usable",
        "b.txt",
        "a grant for the role that launches (Auto Scaling: AWSServiceRoleForAutoScaling)"
    )]
    [InlineData("asg-key-not-usable", "c.txt", "no image policy denies this; look there: the key's state and policy")]
    [InlineData("image-switched-off-under-a-group", "error.txt", "its owner deregistered or disabled the image")]
    [InlineData(
        "marketplace-not-subscribed",
        "error.txt",
        "this account has no subscription to the Marketplace product"
    )]
    public void A_refusal_of_another_kind_leads_elsewhere(string name, string text, string said)
    {
        var (code, output, _) = Explain(Case(name, text));
        Assert.Equal(0, code);
        Assert.Contains(said, output, StringComparison.Ordinal);
        Assert.Contains("no image policy denies this", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "fleet-identity-denial",
        "amazon",
        3,
        "AWS recorded: denied: no identity-based policy allows it, ec2:CreateFleet on arn:aws:ec2:eu-west-1:222233334444:launch-template/*"
    )]
    [InlineData(
        "fleet-identity-denial",
        "111122223333",
        3,
        "these policies: allowed: ec2:CreateFleet from image ami-0c0ffee0000000001"
    )]
    [InlineData(
        "marketplace-not-subscribed",
        "aws-marketplace",
        0,
        "AWS recorded: OptInRequired: In order to use this AWS Marketplace product"
    )]
    [InlineData(
        "marketplace-not-subscribed",
        "aws-marketplace",
        0,
        "no image policy denies this; look there: this account has no subscription"
    )]
    public void What_a_record_says_of_itself_is_said_first(string name, string owner, int exitCode, string said)
    {
        using var amigov = Generated(Case(name, Path.Combine("config", "ami_publishers.json")));
        amigov.With("event.json", Case(name, "event.json"));
        var (code, output, _) = amigov.Run("explain", "--from-event", "event.json", "--image-owner", owner);
        Assert.Equal(exitCode, code);
        Assert.Contains("\nAWS recorded: ", output, StringComparison.Ordinal);
        Assert.Contains(said, output, StringComparison.Ordinal);
    }

    /// <summary>EC2 Auto Scaling checks the caller's ec2:RunInstances (EC2 Auto Scaling user guide, "Launch template support").</summary>
    [Fact]
    public void A_group_that_is_refused_for_its_template_is_a_launch_that_is_refused()
    {
        using var amigov = Generated();
        amigov.With("records.json", Case("trail-autoscaling-eks-denials", "records.json"));
        var (code, output, _) = amigov.Run("explain", "--from-event", "records.json", "--image-owner", Stranger);
        Assert.Equal(3, code);
        Assert.Contains("EC2 Auto Scaling checks the caller's ec2:RunInstances", output, StringComparison.Ordinal);
        Assert.Contains("these policies: DENIED", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"version":"0","id":"x","detail-type":"AWS API Call via CloudTrail","source":"aws.ec2","detail":RECORD}"""
    )]
    [InlineData("""[{"@timestamp":"2026-03-04 10:00:00.000","@message":RECORD}]""")]
    [InlineData(
        """{"results":[[{"field":"@ptr","value":"x"},{"field":"@message","value":TEXT}]],"status":"Complete"}"""
    )]
    [InlineData("""{"events":[{"logStreamName":"a","message":TEXT}]}""")]
    [InlineData("""{"Events":[{"EventId":"x","EventName":"CreateFleet","CloudTrailEvent":TEXT}]}""")]
    public void Records_are_found_in_what_tools_wrap_around_them(string wrapper)
    {
        var record = Case("fleet-identity-denial", "event.json");
        var text = System.Text.Json.JsonSerializer.Serialize(record);
        using var amigov = Generated();
        var wrapped = wrapper
            .Replace("RECORD", record, StringComparison.Ordinal)
            .Replace("TEXT", text, StringComparison.Ordinal);
        amigov.With("event.json", wrapped);
        var byFile = amigov.Run("explain", "--from-event", "event.json", "--image-owner", "amazon");
        var byText = amigov.Run("explain", "--from-error", wrapped, "--image-owner", "amazon");
        var scanned = amigov.Run("trail", "scan", "event.json", "--output", "json");
        Assert.Contains("no identity-based policy allows it", byFile.Out, StringComparison.Ordinal);
        Assert.Equal(byFile.Out, byText.Out);
        Assert.Contains("ami-0c0ffee0000000001", scanned.Out, StringComparison.Ordinal);
    }

    /// <summary>System.CommandLine takes `@file` for a file of arguments; here it is text.</summary>
    [Fact]
    public void A_text_that_begins_with_an_at_sign_is_no_file_of_arguments()
    {
        var (code, output, _) = Explain(
            "@here An error occurred (VcpuLimitExceeded) when calling the RunInstances operation"
        );
        Assert.Equal((0, true), (code, output.Contains("Service Quotas", StringComparison.Ordinal)));
    }

    [Fact]
    public void Standard_input_is_read()
    {
        using var amigov = Generated();
        amigov.Input = Case("error-wrapped-lines", "terraform-wrapped.txt");
        var (code, output, _) = amigov.Run("explain", "--from-error", "-", "--image-owner", Stranger);
        Assert.Equal(3, code);
        Assert.Contains("\nAWS said: explicit deny in a service control policy", output, StringComparison.Ordinal);
    }

    private static (int ExitCode, string Output, string Error) Explain(string text, params string[] arguments)
    {
        using var amigov = Generated();
        return amigov.Run(["explain", "--from-error", text, .. arguments]);
    }

    private static Amigov Generated(string? configuration = null)
    {
        var amigov = new Amigov { Now = new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero) }.With(
            Samples.ConfigPath,
            configuration ?? Samples.Governance
        );
        amigov.Run("generate", "--mode", "enabled");
        return amigov;
    }

    private static string Case(string name, string file) =>
        File.ReadAllText(RepositoryRoot.File("tests", "data", "cases", name, file), Encoding.UTF8);
}
