namespace AmiGovernance.Tests.Cli;

/// <summary>Policies beside the guardrails take part in `explain`; those that cannot be judged are named.</summary>
public sealed class ExplainOthersTests
{
    private const string AllowAll =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    private const string NoLaunch =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Sid":"NoLaunch","Effect":"Deny","Action":"ec2:RunInstances","Resource":"*"}]}""";

    private const string Reads =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:Describe*","Resource":"*"}]}""";

    [Theory]
    [InlineData("--identity-policy", "identity policy")]
    [InlineData("--permissions-boundary", "permissions boundary")]
    [InlineData("--session-policy", "session policy")]
    public void A_policy_of_the_caller_s_denies_or_lacks_the_allow(string option, string kind)
    {
        Assert.Equal(0, Explain(AllowAll, option).ExitCode);
        var denied = Explain(NoLaunch, option);
        Assert.Equal(3, denied.ExitCode);
        Assert.Contains($"{kind}: denied by statement `NoLaunch`", denied.Out, StringComparison.Ordinal);
        var missing = Explain(Reads, option);
        Assert.Equal(3, missing.ExitCode);
        Assert.Contains($"{kind}: denied on ", missing.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_policy_of_a_VPC_endpoint_takes_part()
    {
        var denied = Explain(
            NoLaunch.Replace("\"Action\"", "\"Principal\":\"*\",\"Action\"", StringComparison.Ordinal),
            "--endpoint-policy"
        );
        Assert.Equal(3, denied.ExitCode);
        Assert.Contains("VPC endpoint policy: denied by statement `NoLaunch`", denied.Out, StringComparison.Ordinal);
    }

    /// <summary>Principals are not compared: the answer is unknown, and says so.</summary>
    [Fact]
    public void A_policy_that_singles_out_principals_is_not_judged()
    {
        const string Principal = "\"Principal\":{\"AWS\":\"arn:aws:iam::333344445555:role/ci\"},\"Action\"";
        var open = Explain(NoLaunch.Replace("\"Action\"", Principal, StringComparison.Ordinal), "--endpoint-policy");
        Assert.Equal(4, open.ExitCode);
        Assert.Contains("left out: policy.json: it singles out principals", open.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_resource_control_policy_reaches_no_call_to_EC2()
    {
        var rcp = NoLaunch.Replace("\"Action\"", "\"Principal\":\"*\",\"Action\"", StringComparison.Ordinal);
        var launched = Explain(rcp, "--rcp");
        Assert.Equal(0, launched.ExitCode);
        Assert.Contains(
            "resource control policy: policy.json cannot deny this call: none reaches EC2",
            launched.Out,
            StringComparison.Ordinal
        );
    }

    /// <summary>CloudTrail user guide, "CloudTrail record contents": `vpcEndpointId`.</summary>
    [Fact]
    public void The_endpoint_that_a_record_names_is_named()
    {
        const string Record =
            """{"eventVersion":"1.11","eventSource":"ec2.amazonaws.com","eventName":"RunInstances","eventTime":"2026-03-04T10:00:00Z","awsRegion":"us-east-1","vpcEndpointId":"vpce-0abc","userIdentity":{"type":"IAMUser","accountId":"333344445555","arn":"arn:aws:iam::333344445555:user/dev"},"requestParameters":{"instancesSet":{"items":[{"imageId":"ami-0123456789abcdef0"}]}},"recipientAccountId":"333344445555"}""";
        using var amigov = Generated()
            .With("event.json", Record)
            .With(
                "endpoint.json",
                AllowAll.Replace("\"Action\"", "\"Principal\":\"*\",\"Action\"", StringComparison.Ordinal)
            );
        string[] explain = ["explain", "--from-event", "event.json", "--image-owner", "amazon"];
        Assert.Contains("the policy of the VPC endpoint vpce-0abc", amigov.Run(explain).Out, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "vpce-0abc",
            amigov.Run([.. explain, "--endpoint-policy", "endpoint.json"]).Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_kind_of_policy_that_AWS_names_can_be_given()
    {
        const string Error =
            "User: arn:aws:iam::333344445555:user/dev is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:us-east-1::image/ami-0123456789abcdef0 with an explicit deny in a permissions boundary";
        using var amigov = Generated();
        var explained = amigov.Run("explain", "--image-owner", "amazon", "--from-error", Error);
        Assert.Contains("give it with `--permissions-boundary FILE`", explained.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Whose_an_image_is_can_stand_in_a_file()
    {
        const string Images =
            """{"Images":[{"ImageId":"ami-0123456789abcdef0","OwnerId":"999988887777","Name":"tool"}]}""";
        using var amigov = Generated().With("images.json", Images);
        string[] explain = ["explain", "--account", "333344445555", "--image", "ami-0123456789abcdef0"];
        var open = amigov.Run(explain);
        Assert.Equal(4, open.ExitCode);
        Assert.Contains("--owners FILE", open.Out, StringComparison.Ordinal);
        var known = amigov.Run([.. explain, "--owners", "images.json"]);
        Assert.Equal(3, known.ExitCode);
        Assert.Contains("of 999988887777", known.Out, StringComparison.Ordinal);
    }

    private static (int ExitCode, string Out, string Error) Explain(string policy, string option)
    {
        using var amigov = Generated().With("policy.json", policy);
        return amigov.Run("explain", "--account", "333344445555", "--image-owner", "amazon", option, "policy.json");
    }

    private static Amigov Generated()
    {
        var amigov = new Amigov { Now = new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero) }.With(
            Samples.ConfigPath,
            Samples.Governance
        );
        amigov.Run("generate", "--mode", "enabled");
        return amigov;
    }
}
