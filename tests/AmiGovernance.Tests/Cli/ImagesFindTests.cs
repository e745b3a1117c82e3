using System.Text.Json.Nodes;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Tests.Cli;

public sealed class ImagesFindTests
{
    private static readonly string[] Ubuntu = ["images", "find", "ubuntu 24.04 arm64", "--region", "eu-west-1"];

    private static Amigov Repository() =>
        new Amigov { Now = new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero) }.With(
            Samples.ConfigPath,
            Samples.Governance
        );

    /// <summary>Each word as its own argument, or all in quotes.</summary>
    [Fact]
    public void A_need_may_be_in_quotes_or_not()
    {
        using var amigov = Repository();
        var quoted = amigov.Run(Ubuntu);
        Assert.Equal(4, quoted.ExitCode);
        Assert.Equal(quoted, amigov.Run("images", "find", "ubuntu", "24.04", "arm64", "--region", "eu-west-1"));
    }

    /// <summary>The text stands in the command, so that no start reads the table of images.</summary>
    [Fact]
    public void The_help_names_the_families_that_need_a_version()
    {
        using var amigov = Repository();
        var help = string.Join(
            ' ',
            amigov.Run("images", "find", "--help").Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
        Assert.Contains(
            $"; {string.Join(" and ", PublicImages.ByVersion)} need the version",
            help,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("terraform", "data \"aws_ssm_parameter\" \"image\" {")]
    [InlineData("cloudformation", "Type: AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>")]
    [InlineData("cloudformation", "'{{resolve:ssm:/aws/service/canonical/ubuntu/")]
    [InlineData("packer", "owners      = [\"099720109477\"]")]
    [InlineData("packer", "\"ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-arm64-server-*\"")]
    [InlineData("cli", "--image-id resolve:ssm:/aws/service/canonical/ubuntu/server/24.04/")]
    public void Code_names_the_newest(string tool, string line)
    {
        using var amigov = Repository();
        var output = amigov.Run([.. Ubuntu, "--for", tool]).Out;
        Assert.Contains(line, output, StringComparison.Ordinal);
        Assert.Contains("# not verified: ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "names no system", "images", "find", "solaris 11", "--region", "eu-west-1")]
    [InlineData(2, "is no name of a Region", "images", "find", "ubuntu", "--region", "x")]
    [InlineData(2, "is no account id", "images", "find", "ubuntu", "--region", "eu-west-1", "--account", "1")]
    [InlineData(2, "--region", "images", "find", "ubuntu")]
    [InlineData(1, "there is no file", "images", "find", "ubuntu", "--region", "eu-west-1", "--db", "none.db")]
    [InlineData(1, "AMI0001", "images", "find", "ubuntu", "--region", "eu-west-1", "--config", "none.json")]
    public void What_is_wrong_is_named(int exitCode, string problem, params string[] arguments)
    {
        using var amigov = Repository();
        var (code, _, error) = amigov.Run(arguments);
        Assert.Equal(exitCode, code);
        Assert.Contains(problem, error, StringComparison.Ordinal);
    }

    /// <summary>
    /// The parameters of both are made of a version (EKS user guide, "Retrieve recommended Amazon Linux AMI IDs" and "Retrieve recommended
    /// Bottlerocket AMI IDs").
    /// </summary>
    [Theory]
    [InlineData("eks")]
    [InlineData("bottlerocket")]
    public void What_has_an_image_for_each_version_asks_for_one(string family)
    {
        using var amigov = Repository();
        string[] need = ["images", "find", family, "--region", "eu-west-1"];
        var (code, output, _) = amigov.Run(need);
        Assert.Equal(4, code);
        Assert.StartsWith(
            $"which version? no approved image is known without one: {family} in eu-west-1\n",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "bottlerocket and eks have one for each version, so name it: "
                + $"`amigov images find {family} VERSION --region eu-west-1`\n",
            output,
            StringComparison.Ordinal
        );
        var report = JsonNode.Parse(amigov.Run([.. need, "--output", "json"]).Out)!;
        Assert.False((bool)report["is_complete"]!);
        Assert.DoesNotContain(
            "which version?",
            amigov.Run("images", "find", $"{family} 1.33", "--region", "eu-west-1").Out,
            StringComparison.Ordinal
        );
    }

    /// <summary>Nothing that is copied is split, whatever the width.</summary>
    [Fact]
    public void No_width_splits_a_parameter()
    {
        using var amigov = Repository();
        Assert.Contains(
            "  newest      /aws/service/canonical/ubuntu/server/24.04/stable/current/arm64/hvm/ebs-gp3/ami-id\n"
                + "              of 099720109477; which image it is now: not checked\n",
            amigov.Run(Ubuntu).Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Every_member_of_the_report_is_in_its_reference()
    {
        using var amigov = Repository();
        var report = JsonNode.Parse(amigov.Run([.. Ubuntu, "--output", "json"]).Out)!.AsObject();
        var reference = File.ReadAllText(RepositoryRoot.File("docs", "reference", "outputs.md"));
        var members = report.Select(m => m.Key).Concat(report["approved"]![0]!.AsObject().Select(m => m.Key));
        Assert.All(members, m => Assert.Contains($"`{m}`", reference, StringComparison.Ordinal));
    }
}
