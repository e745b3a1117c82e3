using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Images.Naming;

namespace AmiGovernance.Tests.Cli;

/// <summary>Cases of tests/data/cases about lists of publishers, policies and names; each folder says what is right and why.</summary>
public sealed class FiledCaseTests
{
    [Theory]
    [InlineData("lint-values-of-ec2-owner", "numeric-amazon.json", "AMI0331")]
    [InlineData("lint-values-of-ec2-owner", "owner-arn.json", "AMI0330")]
    [InlineData("lint-values-of-ec2-owner", "owner-self.json", "AMI0330")]
    [InlineData("lint-values-of-ec2-owner", "split-lists.json", "AMI0332")]
    [InlineData("lint-exemptions-and-placeholders", "sts-arn.json", "AMI0335")]
    [InlineData("lint-exemptions-and-placeholders", "sso.json", "AMI0335")]
    [InlineData("lint-exemptions-and-placeholders", "badvar.json", "AMI0334")]
    [InlineData("lint-exemptions-and-placeholders", "lza.json", "AMI0334")]
    [InlineData("lint-exemptions-and-placeholders", "date-expired.json", "AMI0306")]
    [InlineData("lint-exemptions-and-placeholders", "launchperm.json", "AMI0306")]
    [InlineData("lint-exemptions-and-placeholders", "tags.json", "AMI0337")]
    [InlineData("lint-describe-policy-output", "too-big-minified.json", "AMI0310")]
    public void Lint_finds_what_is_wrong(string name, string file, string code)
    {
        using var amigov = new Amigov { Now = Now }.With("policy.json", Case(name, file));
        var (_, output, error) = amigov.Run("lint", "policy.json");
        Assert.Contains(code, output + error, StringComparison.Ordinal);
    }

    /// <summary>The policy inside of what `aws organizations describe-policy` prints is linted.</summary>
    [Fact]
    public void Lint_reads_what_describe_policy_prints()
    {
        using var amigov = new Amigov { Now = Now }.With(
            "policy.json",
            Case("lint-describe-policy-output", "describe-policy.json")
        );
        var (_, output, error) = amigov.Run("lint", "policy.json");
        Assert.DoesNotContain("has no `Statement`", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public void Accounts_behind_an_alias_are_never_launchable_by_their_number()
    {
        const string Name = "alias-owner-listed-by-number";
        using var amigov = new Amigov { Now = Now }
            .With(Samples.ConfigPath, Case(Name, "ami_publishers.json"))
            .With("own.json", Case(Name, "own.json"))
            .With("logs/launch.json", Case(Name, "launch.json"));
        amigov.Run("generate", "--mode", "enabled");

        var validated = amigov.Run("validate");
        Assert.Contains("309956199498", validated.Out + validated.Error, StringComparison.Ordinal);
        Assert.Contains("AMI0222", validated.Out + validated.Error, StringComparison.Ordinal);

        string[] explain = ["explain", "--account", "333344445555"];
        var byNumber = amigov.Run([.. explain, "--image-owner", "309956199498"]);
        Assert.Equal(3, byNumber.ExitCode);
        Assert.Contains(
            "images of 309956199498 (Red Hat) carry the owner alias `amazon`",
            byNumber.Out,
            StringComparison.Ordinal
        );
        var described = amigov.Run([.. explain, "--image", "ami-03a5b89a2fbe7dd3d", "--owners", "own.json"]);
        Assert.Equal(3, described.ExitCode);
        Assert.Contains("ec2:Owner is amazon", described.Out, StringComparison.Ordinal);

        // "guarantee 2 is not `proven`": publishers' images can be launched.
        var proven = amigov.Run("prove", "--output", "json");
        var guarantee = JsonNode.Parse(proven.Out)!["guarantees"]!.AsArray().Single(g => (int)g!["number"]! == 2);
        Assert.NotEqual("proven", (string)guarantee!["outcome"]!);
        Assert.NotEqual(0, proven.ExitCode);

        var backtested = amigov.Run("backtest", "logs", "--owners", "own.json");
        Assert.Contains("denied", backtested.Out, StringComparison.Ordinal);
    }

    /// <summary>Whoever may tag roles, or pass tags to a session, exempts himself.</summary>
    [Fact]
    public void An_exemption_by_tag_is_no_answer_and_no_proof()
    {
        using var amigov = new Amigov { Now = Now }.With(
            Samples.ConfigPath,
            Case("exemption-by-principal-tag", Path.Combine("config", "ami_publishers.json"))
        );
        amigov.Run("generate", "--mode", "enabled");
        const string Scp = "dist/scp-ami-guardrail.json";
        var document = JsonNode.Parse(amigov.Text(Scp))!;
        foreach (var statement in document["Statement"]!.AsArray().Where(IsCreation))
            statement!["Condition"]!["StringNotEqualsIfExists"] = new JsonObject
            {
                ["aws:PrincipalTag/image-exception"] = "true",
            };
        amigov.With(Scp, document.ToJsonString());

        var explained = amigov.Run("explain", "--action", "ec2:CreateImage", "--account", "333344445555");
        Assert.Equal(4, explained.ExitCode);
        Assert.Contains("depends on aws:PrincipalTag/image-exception", explained.Out, StringComparison.Ordinal);
        var proven = amigov.Run("prove");
        Assert.Equal(3, proven.ExitCode);
        Assert.Contains("aws:PrincipalTag/image-exception", proven.Out, StringComparison.Ordinal);
    }

    private static bool IsCreation(JsonNode? statement) =>
        statement!["Action"]!.ToJsonString().Contains("ec2:CreateImage", StringComparison.Ordinal);

    /// <summary>
    /// What is right for the names that the case leaves open. Whoever wants an image finds it by a pattern or by eye: what a pattern of the
    /// documentation finds, or an eye takes for the name, is found; a word that only begins alike is not.
    /// </summary>
    private static readonly (string Name, bool IsFound, string Why)[] Judged =
    [
        ("ubuntu-images/hvm-ssd/ubuntu-jammy", true, "one sign differs, and the rest is Canonical's layout"),
        ("ubunut/images/hvm-ssd/ubuntu-jammy-22.04", true, "two letters are swapped, as in names that are squatted"),
        ("my-ubuntu/images/hvm-ssd/x", true, "`*ubuntu/images/*`, a common pattern, finds it"),
        ("a12023-ami-2023.5", true, "the digit one reads as the letter l"),
        ("\u0430mzn2-ami-hvm-2.0", true, "the Cyrillic letter reads as a Latin one"),
        ("AL2023-AMI-2023.5", true, "an eye and a console take no notice of case"),
        (
            "Windows-Server-2022-English-Full-Base-2024.08.14",
            true,
            "one sign differs from the name of the EC2 user guide"
        ),
        ("RHEL9.4.0_HVM-20240605", true, "`RHEL*HVM*`, a common pattern, finds it"),
        ("rhelp-desk-appliance-1.0", false, "the case says so: another word"),
        ("rocky-mountain-erp-2024", false, "the case says so: another word"),
        ("debian-live-builder", false, "Debian's images have a number or `sid` there: it tells what it is made of"),
        ("talos-golden", false, "Talos' images have a version there: it tells what it is made of"),
    ];

    public static TheoryData<string, string, string> Names =>
        [
            .. JsonSerializer
                .Deserialize<string[][]>(Case("look-alike-names", "names.json"))!
                .Select(n => (n[0], n[1], n[2] == "squat?" ? Expectation(n[0]) : n[2])),
        ];

    private static string Expectation(string name) => Judged.Single(j => j.Name == name).IsFound ? "lookalike" : "none";

    [Theory]
    [MemberData(nameof(Names))]
    public void A_known_name_of_a_stranger_is_found_and_no_publisher_is_accused(
        string name,
        string owner,
        string expectation
    ) => Assert.Equal(expectation == "lookalike", NameConfusion.Find(name, AccountId.Parse(owner), null) is not null);

    [Fact]
    public void Every_case_is_a_test()
    {
        var tests = Directory
            .EnumerateFiles(RepositoryRoot.File("tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .ToList();
        Assert.All(
            Directory.EnumerateDirectories(RepositoryRoot.File("tests", "data", "cases")).Select(Path.GetFileName),
            name => Assert.Contains(tests, t => t.Contains($"\"{name}\"", StringComparison.Ordinal))
        );
    }

    private static DateTimeOffset Now => new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

    private static string Case(string name, string file) =>
        File.ReadAllText(RepositoryRoot.File("tests", "data", "cases", name, file), Encoding.UTF8);
}
