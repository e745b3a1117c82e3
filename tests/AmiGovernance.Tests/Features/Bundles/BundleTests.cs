using System.Text;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Bundles;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Tests.Features.Bundles;

public sealed class BundleTests
{
    /// <summary>No name of a file that is looked at for images.</summary>
    private const string File = "bundle.txt";

    public static TheoryData<string> Cases =>
        new(
            GoldenCase
                .Names(inSandbox: false)
                .Where(name =>
                    new GoldenCase(name).OnlyCommand?.StartsWith("preflight ", StringComparison.Ordinal) == true
                )
        );

    /// <summary>Whatever the format, with a configuration beside it that cannot be used.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Verdicts_by_a_bundle_are_those_of_the_repository(string name)
    {
        var golden = new GoldenCase(name);
        string[] words = [.. golden.OnlyCommand!.Split(' ')];
        foreach (var format in (string[])["", "json", "sarif", "markdown"])
        {
            using var repository = Filled(golden);
            using var elsewhere = Filled(golden);
            string[] output = format.Length == 0 || words.Contains("--output") ? [] : ["--output", format];
            var organization = Array.IndexOf(words, "--org");
            string[] known = organization < 0 ? [] : ["--org", words[organization + 1]];
            Assert.Equal(0, elsewhere.Run(["bundle", "--to", File, .. known]).ExitCode);
            Assert.DoesNotContain(
                repository.Files.Files.Keys,
                path => path.StartsWith("dist/", StringComparison.Ordinal)
            );
            elsewhere.With(Samples.ConfigPath, Unusable(elsewhere.Text(Samples.ConfigPath)));

            var expected = repository.Run([.. words, .. output]);
            string[] by = ["--bundle", File, "--unsigned-bundle", "--quiet"];
            string[] asked = organization < 0 ? words : [.. words[..organization], .. words[(organization + 2)..]];
            var actual = elsewhere.Run([.. asked, .. output, .. by]);
            Assert.Equal(expected.Out, actual.Out);
            Assert.Equal(expected.Error, actual.Error);
            Assert.Equal(expected.ExitCode, actual.ExitCode);
        }
    }

    /// <summary>A file of as many images, by which nothing can be judged.</summary>
    private static string Unusable(string config) =>
        config.Replace("\"account_id\"", "\"account_ids\"", StringComparison.Ordinal);

    private static Amigov Filled(GoldenCase golden)
    {
        var amigov = new Amigov();
        foreach (var (path, bytes) in golden.Inputs)
            amigov.Files.Files[path] = bytes;
        return amigov;
    }

    private const string Main = """
        provider "aws" {
          region = "eu-central-1"
        }
        resource "aws_instance" "web" {
          ami = "ami-0123456789abcdef0"
        }
        """;

    /// <summary>The runbook's exception for 123456789012 ends on 2026-04-15.</summary>
    [Theory]
    [InlineData("2026-04-14T23:59:59Z", 0)]
    [InlineData("2026-04-15T00:00:00Z", 3)]
    public void A_verdict_is_judged_by_its_day(string time, int expected)
    {
        foreach (var isGenerated in (bool[])[true, false])
        {
            using var amigov = isGenerated
                ? Amigov.OfRunbook("enabled")
                : new Amigov().With(Samples.ConfigPath, Samples.Runbook);
            amigov.With("main.tf", Main).With("facts.txt", """{ "ami-0123456789abcdef0": "123456789012" }""");
            Assert.Equal(0, amigov.Run("bundle", "--to", File).ExitCode);
            amigov.Now = DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
            string[] mode = isGenerated ? [] : ["--mode", "enabled"];
            string[] by = ["--bundle", File, "--unsigned-bundle", "--bundle-days", "3650"];
            string[] asked = ["preflight", "main.tf", "--account", "333344445555", "--image-facts", "facts.txt"];
            Assert.Equal(expected, amigov.Run([.. asked, .. by, .. mode]).ExitCode);
        }
    }

    [Fact]
    public void The_same_files_at_the_same_time_give_the_same_bytes()
    {
        using var amigov = Amigov.OfRunbook("enabled");
        amigov.Run("bundle");
        amigov.Run("bundle", "--to", File);
        Assert.Equal(amigov.Text("amigov-bundle.json"), amigov.Text(File));
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var image = new InventoriedImage(
            AccountId.Parse("333344445555"),
            RegionName.Parse("eu-central-1"),
            ImageId.Parse("ami-0123456789abcdef0")
        )
        {
            Owner = AccountId.Parse("111122223333"),
            OwnerAlias = "amazon",
            Name = "al2023-ami-2023.9",
            Architecture = "arm64",
            IsPublic = true,
            CreationDate = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            DeprecationTime = new DateTimeOffset(2027, 1, 2, 3, 4, 5, TimeSpan.Zero),
            LaunchPermissions = [LaunchPermission.Everyone, LaunchPermission.To(AccountId.Parse("444455556666"))],
        };
        var made = new Bundle(new DateTimeOffset(2026, 1, 3, 12, 0, 0, TimeSpan.Zero), "config/a.json", "dist", Files())
        {
            Commit = new string('a', 40),
            IsChanged = true,
            Organization = "organization.json",
            Mode = "enabled",
            DeployedMode = "audit_mode",
            Targets = ["root"],
            Ends = [new BundledEnd(AccountId.Parse("123456789012"), new DateOnly(2026, 2, 28))],
            Images = new BundledImages(
                new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
                ScanDepth.Full,
                "o-abc1234567",
                [image]
            ),
        };
        var bytes = BundleWriter.Write(made);
        var bag = new DiagnosticBag();
        var read = BundleReader.Read(new SourceText(File, bytes), bag);
        Assert.NotNull(read);
        Assert.Equal(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(BundleWriter.Write(read)));
        var inventory = new BundledInventory(read.Images!);
        Assert.Equal("amazon", Assert.Single(inventory.Find("ami-0123456789abcdef0")).OwnerAlias);
        Assert.Single(inventory.In(RegionName.Parse("eu-central-1")));
        Assert.Empty(inventory.In(RegionName.Parse("us-east-1")));
    }

    private static System.Collections.Immutable.ImmutableSortedDictionary<string, string> Files() =>
        System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(
            StringComparer.Ordinal,
            [
                KeyValuePair.Create("config/a.json", "{ \"text\": \"ü\\n\" }\n"),
                KeyValuePair.Create("organization.json", "{}"),
            ]
        );

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../a.json")]
    [InlineData("a/../../b.json")]
    [InlineData("a//b")]
    [InlineData("./a")]
    [InlineData("C:a")]
    [InlineData("a\\..\\b")]
    [InlineData("a\u0000b")]
    public void Paths_that_lead_out_are_not_safe(string path) => Assert.False(BundlePath.IsSafe(path));

    [Fact]
    public void What_the_bundle_holds_cannot_be_named_beside_it()
    {
        using var amigov = new Amigov();
        var (exit, _, error) = amigov.Run("preflight", ".", "--bundle", File, "--org", "org.json");
        Assert.Equal(2, exit);
        Assert.Contains("--org cannot be given with --bundle", error, StringComparison.Ordinal);
    }

    /// <summary>A file of more than the limit is not even parsed.</summary>
    [Fact]
    public void A_bundle_that_is_too_large_is_refused()
    {
        using var amigov = new Amigov();
        amigov.Files.Files[File] = new byte[Bundle.MaxBytes + 1];
        var (exit, _, error) = amigov.Run("preflight", ".", "--bundle", File, "--unsigned-bundle");
        Assert.Equal(1, exit);
        Assert.Contains("AMI1130", error, StringComparison.Ordinal);
    }

    private static (int ExitCode, string Out, string Error) Asked(Func<string, string> change)
    {
        using var amigov = Amigov.OfRunbook("enabled");
        amigov.With("main.tf", Main);
        Assert.Equal(0, amigov.Run("bundle", "--to", File).ExitCode);
        var text = amigov.Text(File);
        Assert.NotEqual(text, change(text));
        amigov.With(File, change(text));
        return amigov.Run("preflight", "main.tf", "--mode", "enabled", "--bundle", File, "--unsigned-bundle");
    }

    private static Func<string, string> With(string old, string other) =>
        text => text.Replace(old, other, StringComparison.Ordinal);

    private static void AssertUnusable(Func<string, string> change, string because)
    {
        var (exit, output, error) = Asked(change);
        Assert.Equal(1, exit);
        Assert.Empty(output);
        Assert.Contains(because, error, StringComparison.Ordinal);
        Assert.DoesNotContain("policy bundle of", error, StringComparison.Ordinal);
    }

    /// <summary>A version that is no text is not this one.</summary>
    [Theory]
    [InlineData("\"2.0\"", "`2.0`")]
    [InlineData("1.0", "`1.0`, which is no text")]
    [InlineData("null", "`null`, which is no text")]
    [InlineData("[\"1.0\"]", "`[\"1.0\"]`")]
    public void Another_version_is_refused(string version, string named) =>
        AssertUnusable(
            With("\"format_version\": \"1.0\",", $"\"format_version\": {version},"),
            $"AMI1130: the bundle has the format version {named}"
        );

    /// <summary>Without its configuration it would be judged as one of a repository that has none.</summary>
    [Theory]
    [InlineData("\"config\": \"config/ami_publishers.json\"", "\"config\": \"config/other.json\"")]
    [InlineData("\"policies\": \"dist\"", "\"policies\": \"dist\", \"organization\": \"config/other.json\"")]
    public void What_it_names_is_in_it(string old, string other) =>
        AssertUnusable(With(old, other), "AMI1130: the bundle does not hold `config/other.json`");

    [Fact]
    public void A_file_in_it_is_for_those_to_mend_who_publish_it()
    {
        var (exit, _, error) = Asked(text =>
        {
            var bundle = JsonNode.Parse(text)!;
            bundle["files"]![0]!["text"] = "[]";
            return bundle.ToJsonString();
        });
        Assert.Equal(1, exit);
        Assert.Contains("the file is in the bundle: those who publish it mend it", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-01-03T12:00:00Z", "(today)")]
    [InlineData("2026-01-02T11:00:00Z", "(1 day ago)")]
    [InlineData("2026-01-04T11:00:00Z", "(today)")]
    [InlineData("9999-12-31T23:59:59Z", "(yet to come)")]
    public void How_old_it_is_is_told(string time, string age)
    {
        using var amigov = Amigov.OfRunbook("enabled");
        amigov.With("main.tf", Main);
        Assert.Equal(0, amigov.Run("bundle", "--to", File).ExitCode);
        amigov.With(File, amigov.Text(File).Replace("2026-01-03T12:00:00Z", time, StringComparison.Ordinal));
        var run = amigov.Run("preflight", "main.tf", "--bundle", File, "--unsigned-bundle");
        Assert.Contains(age, run.Error, StringComparison.Ordinal);
    }

    /// <summary>Without a bundle the repository here would be judged by, and the key would count for nothing.</summary>
    [Theory]
    [InlineData("--bundle-key needs --bundle", "--bundle-key", "a.pub")]
    [InlineData("--unsigned-bundle needs --bundle", "--unsigned-bundle")]
    [InlineData("--bundle-days needs --bundle", "--bundle-days", "3")]
    [InlineData(
        "--unsigned-bundle cannot be given with --bundle-key",
        "--bundle",
        File,
        "--bundle-key",
        "a.pub",
        "--unsigned-bundle"
    )]
    public void Options_that_would_mean_nothing_are_refused(string expected, params string[] words)
    {
        using var amigov = Amigov.OfRunbook("enabled");
        amigov.With("main.tf", Main);
        var (exit, _, error) = amigov.Run(["preflight", "main.tf", .. words]);
        Assert.Equal(2, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config/ami_publishers.json", "config/ami_publishers.json")]
    [InlineData("./config/../config/ami_publishers.json", "config/ami_publishers.json")]
    [InlineData("dist/scp-ami-guardrail.json", "dist/scp-ami-guardrail.json")]
    [InlineData("key", "key", "--sign-key", "key")]
    [InlineData("key", "key.sig", "--sign-key", "key.sig")]
    public void What_it_is_made_of_is_not_overwritten(string to, string lost, params string[] words)
    {
        using var amigov = Amigov.OfRunbook("enabled");
        var before = amigov.Files.Files.ToDictionary();
        var (exit, _, error) = amigov.Run(["bundle", "--to", to, .. words]);
        Assert.Equal(1, exit);
        Assert.Contains($"AMI1133: `{lost}` would be overwritten", error, StringComparison.Ordinal);
        Assert.Equal(before, amigov.Files.Files);
    }

    [Theory]
    [InlineData("--config", "../config/ami_publishers.json")]
    [InlineData("--policies", "/dist")]
    [InlineData("--org", "a/../../org.json")]
    public void Nothing_from_elsewhere_is_put_into_it(string option, string path)
    {
        using var amigov = Amigov.OfRunbook("enabled");
        var (exit, _, error) = amigov.Run("bundle", option, path);
        Assert.Equal(1, exit);
        Assert.Contains(
            $"AMI1133: `{path}` does not lie below the folder of the repository",
            error,
            StringComparison.Ordinal
        );
        Assert.False(amigov.Files.Exists("amigov-bundle.json"));
    }

    [Fact]
    public void A_signature_of_another_bundle_is_told()
    {
        using var amigov = Amigov.OfRunbook("enabled");
        amigov.With("amigov-bundle.json.sig", "");
        var run = amigov.Run("bundle");
        Assert.Contains("not signed: amigov-bundle.json.sig is that of another one", run.Out, StringComparison.Ordinal);
    }
}
