using System.Text.Json.Nodes;
using AmiGovernance.TestSupport.Hostile;

namespace AmiGovernance.Tests.Cli;

/// <summary>The three lines with which an answer begins: what blocked the call, why, what to use instead.</summary>
public sealed class ExplainOpeningTests
{
    private static readonly string Folder = RepositoryRoot.File("tests", "data", "cases");

    /// <summary>Every text of tests/data/cases that somebody would paste.</summary>
    public static TheoryData<string> Texts =>
        [
            .. Directory
                .GetFiles(Folder, "*.txt", SearchOption.AllDirectories)
                .Append(Path.Combine(Folder, "error-without-user-arn", "decoded.json"))
                .Select(f => Path.GetRelativePath(Folder, f).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Each_text_is_answered_in_three_lines_with_or_without_dist(string path)
    {
        var text = File.ReadAllText(Path.Combine(Folder, path));
        foreach (var mode in (string?[])["enabled", "audit_mode", null])
        {
            using var amigov = Repository(mode);
            var (code, output, error) = amigov.Run("explain", text);
            Assert.True(code is 0 or 3 or 4, $"{code}: {error}");
            AssertThree(output);
        }
    }

    private static void AssertThree(string output)
    {
        var lines = output.Split('\n');
        Assert.StartsWith("blocked by: ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("why:        ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("instead:    ", lines[2], StringComparison.Ordinal);
        Assert.Equal("", lines[3]);
        Assert.All(lines.Take(3), line => Assert.True(line.Length > 14, line));
    }

    private const string Message =
        "AMI not approved for use in this organization. Only images from approved publishers are permitted.";

    /// <summary>Organizations user guide, "Declarative policies", custom error messages: whoever reads one knows who refused.</summary>
    [Theory]
    [InlineData("An error occurred (OperationNotPermitted) when calling the RunInstances operation: ", "")]
    [InlineData("Launching a new EC2 instance. Status Reason: ", " Launching EC2 instance failed.")]
    [InlineData("Client.InvalidAMIID.NotFound: ", "")]
    public void The_organizations_own_message_names_its_declarative_policy(string before, string after)
    {
        foreach (var wrapped in new[] { Message, Message.Replace(" Only", "\n    Only", StringComparison.Ordinal) })
        foreach (var hasDist in new[] { true, false })
        {
            using var amigov = Saying(Message);
            string[] written = [.. amigov.Files.Files.Keys.Where(f => f.StartsWith("dist/", StringComparison.Ordinal))];
            foreach (var file in hasDist ? [] : written)
                amigov.Files.Files.Remove(file);
            var (code, output, error) = amigov.Run("explain", $"{before}{wrapped}{after}");
            Assert.True(code == 3, output + error);
            Assert.StartsWith(
                "blocked by: the organization's EC2 declarative policy\n",
                output,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void A_record_with_the_organizations_own_message_does_so_too()
    {
        using var amigov = Saying(Message)
            .With(
                "event.json",
                $$$"""
                {"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","arn":"arn:aws:iam::333344445555:role/R"},"eventTime":"2026-01-02T00:00:00Z",
                 "eventSource":"ec2.amazonaws.com","eventName":"RunInstances","awsRegion":"us-east-1","errorCode":"Client.OperationNotPermitted",
                 "errorMessage":"{{{Message}}}","requestParameters":{"instancesSet":{"items":[{"imageId":"ami-0123456789abcdef0"}]}},
                 "responseElements":null,"recipientAccountId":"333344445555","eventID":"x"}
                """
            );
        var (code, output, error) = amigov.Run("explain", "--from-event", "event.json");
        Assert.True(code == 3, output + error);
        Assert.StartsWith("blocked by: the organization's EC2 declarative policy\n", output, StringComparison.Ordinal);
    }

    private static Amigov Saying(string message)
    {
        var amigov = new Amigov().With(
            Samples.ConfigPath,
            Samples.Clean.Replace(
                "\"policy_config\": {",
                $"\"policy_config\": {{ \"exception_message\": \"{message}\",",
                StringComparison.Ordinal
            )
        );
        Assert.Equal(0, amigov.Run("generate", "--mode", "enabled").ExitCode);
        return amigov;
    }

    [Theory]
    [InlineData("error-names-another-cause/identity", "no identity-based policy allows it, none of the image policies")]
    [InlineData("error-names-another-cause/permissions-boundary", "a permissions boundary, none of the image policies")]
    [InlineData("error-names-another-cause/no-scp-allow", "no service control policy allows it")]
    [InlineData("error-names-another-cause/karpenter-instance", "a service control policy, none of these")]
    [InlineData("error-without-user-arn/image-builder-bpa", "block public access for AMIs")]
    [InlineData("error-without-user-arn/declarative", "the organization's EC2 declarative policy")]
    [InlineData("error-without-user-arn/encoded-only", "a policy that AWS does not name")]
    [InlineData("error-without-user-arn/eks-nodegroup", "not known: AWS does not show the image")]
    [InlineData("error-without-user-arn/not-shared-terraform", "not known: AWS does not show the image")]
    [InlineData("asg-key-not-usable/a", "no image policy")]
    [InlineData("image-switched-off-under-a-group/error", "no image policy")]
    [InlineData("marketplace-not-subscribed/error", "no image policy")]
    public void What_blocked_it_is_said_first(string text, string blocked)
    {
        using var amigov = Repository("enabled");
        var output = amigov.Run("explain", File.ReadAllText(Path.Combine(Folder, $"{text}.txt"))).Out;
        Assert.Equal($"blocked by: {blocked}", output.Split('\n')[0]);
    }

    /// <summary>The lines fit into a window of 80 columns where no name of somebody else is longer.</summary>
    [Theory]
    [InlineData("error-names-another-cause/other-policy-id")]
    [InlineData("error-names-another-cause/permissions-boundary")]
    [InlineData("error-without-user-arn/eks-nodegroup")]
    [InlineData("error-without-user-arn/image-builder-bpa")]
    [InlineData("error-without-user-arn/encoded-only")]
    public void The_lines_are_short(string text)
    {
        using var amigov = Repository("enabled");
        var output = amigov.Run("explain", File.ReadAllText(Path.Combine(Folder, $"{text}.txt"))).Out;
        Assert.All(output.Split('\n').Take(3), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void An_image_of_a_known_name_is_answered_with_another_one()
    {
        using var amigov = Repository(null, "enabled");
        var (code, output, _) = amigov.Run(
            "explain",
            "--account",
            "333344445555",
            "--image-owner",
            "999988887777",
            "--image-name",
            "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-arm64-server-20990101",
            "--region",
            "eu-west-1"
        );
        Assert.Equal(3, code);
        Assert.Contains(
            "why:        its owner 999988887777 is not approved; only the name is Canonical's\n"
                + "instead:    resolve:ssm:/aws/service/canonical/ubuntu/server/24.04/stable/current/arm64/hvm/ebs-gp3/ami-id\n",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "`amigov images find 'ubuntu 24.04 arm64' --region eu-west-1 --account 333344445555`",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains("`amigov exception request TICKET --account 999988887777 ", output, StringComparison.Ordinal);
        Assert.Contains("TYPE is one of: emergency (30 days at most)", output, StringComparison.Ordinal);
    }

    /// <summary>The mode of the configuration decides, which is audit mode where it says none, and the answer says which.</summary>
    [Theory]
    [InlineData("audit_mode", 0)]
    [InlineData("enabled", 3)]
    public void Without_dist_the_configuration_decides_in_its_mode(string mode, int exitCode)
    {
        string[] call = ["explain", "--account", "333344445555", "--image-owner", "999988887777"];
        using var configured = Repository(null, mode);
        using var generated = Repository(mode, mode);
        var (code, output, _) = configured.Run(call);
        Assert.Equal((exitCode, exitCode), (code, generated.Run(call).ExitCode));
        Assert.Contains(
            $"generated for this answer from config/ami_publishers.json, for `{mode}`",
            output,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(configured.Files.Files.Keys, f => f.StartsWith("dist", StringComparison.Ordinal));
        Assert.Equal(1, configured.Run([.. call, "--policies", "dist"]).ExitCode);
    }

    [Fact]
    public void A_configuration_with_errors_is_reported()
    {
        using var amigov = new Amigov().With(Samples.ConfigPath, "{");
        var (code, output, error) = amigov.Run("explain", "--account", "333344445555", "--image-owner", "amazon");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("AMI0004", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ami-0123456789abcdef0")]
    [InlineData(" ami-0123456789abcdef0\n")]
    public void The_id_of_an_image_is_enough(string id)
    {
        using var amigov = Repository("enabled");
        var (code, output, _) = amigov.Run("explain", id);
        Assert.Equal(4, code);
        AssertThree(output);
        Assert.Contains("by any account that no policy names", output, StringComparison.Ordinal);
        Assert.Equal(3, amigov.Run("explain", id, "--image-owner", "999988887777").ExitCode);
        Assert.Equal(0, amigov.Run("explain", id, "--image-owner", "123456738923").ExitCode);
        Assert.Equal(2, amigov.Run("explain", id, "--image", "ami-0123456789abcdef1").ExitCode);
    }

    [Fact]
    public void An_id_that_is_not_whole_is_no_image() =>
        Assert.Equal(2, Repository("enabled").Run("explain", "ami-0123").ExitCode);

    [Fact]
    public void An_inventory_that_is_named_must_be_there()
    {
        using var amigov = Repository("enabled");
        var (code, _, error) = amigov.Run("explain", "ami-0123456789abcdef0", "--db", "none.db");
        Assert.Equal(1, code);
        Assert.Contains("there is no file `none.db`", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Machines_get_the_same_lines()
    {
        using var amigov = Repository("enabled");
        string[] call = ["explain", "ami-0123456789abcdef0", "--image-owner", "999988887777"];
        var lines = amigov.Run(call).Out.Split('\n');
        var summary = JsonNode.Parse(amigov.Run([.. call, "--output", "json"]).Out)!["summary"]!;
        Assert.Equal(lines[0], $"blocked by: {summary["blocked_by"]}");
        Assert.Equal(lines[1], $"why:        {summary["why"]}");
        Assert.Equal(lines[2], $"instead:    {summary["instead"]}");
        Assert.Equal("999988887777", (string?)summary["image_owner"]);
    }

    /// <summary>Whatever strangers write into an error, into a name or into a policy's ARN: no bug, and nothing comes alive.</summary>
    [Fact]
    public void Text_of_strangers_is_harmless()
    {
        const string Denial =
            "User: arn:aws:sts::333344445555:assumed-role/X/y is not authorized to perform: ec2:RunInstances";
        foreach (var text in HostileTexts.All.Append(HostileTexts.LoneSurrogate))
        {
            string[] errors =
            [
                $"{Denial} on resource: arn:aws:ec2:eu-west-1::image/{text} with an explicit deny in a service control policy: arn:{text}",
                $"InvalidAMIID.NotFound: the image id '{text}' does not exist",
                $"InvalidAMIID.NotFound - The image id '[ami-0123456789abcdef0]' does not exist {text}",
            ];
            foreach (var error in errors)
            {
                using var amigov = Repository("enabled");
                var (code, output, _) = amigov.Run(
                    "explain",
                    error,
                    "--image-owner",
                    "999988887777",
                    "--image-name",
                    text
                );
                Assert.True(code is 0 or 3 or 4, output);
                AssertThree(output);
                Assert.DoesNotContain('\e', output);
                Assert.DoesNotContain("\nFORGED", output, StringComparison.Ordinal);
            }
        }
    }

    /// <param name="generated">The mode of `dist/`; null for none.</param>
    /// <param name="mode">The mode of the configuration; null for none.</param>
    private static Amigov Repository(string? generated, string? mode = null)
    {
        var configuration = JsonNode.Parse(Samples.Governance)!;
        if (mode is not null)
            configuration["policy_config"]!["enforcement_mode"] = mode;
        var amigov = new Amigov { Now = new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero) }.With(
            Samples.ConfigPath,
            configuration.ToJsonString()
        );
        if (generated is not null)
            amigov.Run("generate", "--mode", generated);
        return amigov;
    }
}
