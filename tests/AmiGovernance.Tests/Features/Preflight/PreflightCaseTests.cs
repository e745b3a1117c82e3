using System.Text;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Tests.Features.Preflight;

/// <summary>
/// Files and what `preflight` says of them, in `tests/data/preflight`: after `##` what is told, after `&gt;` the exit code and the answer,
/// after `@@` each file. GOOD is an image of an approved owner, BAD of a stranger.
/// </summary>
public sealed class PreflightCaseTests
{
    private const string Good = "ami-0aaaaaaaaaaaaaaa1";
    private const string Bad = "ami-0bbbbbbbbbbbbbbb2";

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var path in Directory.GetFiles(RepositoryRoot.File("tests", "data", "preflight")).Order())
        foreach (var text in $"\n{File.ReadAllText(path)}".Split("\n## ").Skip(1))
            cases.Add(Path.GetFileNameWithoutExtension(path), text);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Files_are_answered(string kind, string text)
    {
        var parts = text.Split("\n@@ ");
        var expected = parts[0].Split("\n> ")[1].Trim();
        using var amigov = Repository();
        foreach (var file in parts[1..])
        {
            var lines = file.Split('\n', 2);
            amigov.With($"iac/{lines[0]}", Named(lines[1].TrimEnd('\n') + "\n"));
        }
        Assert.Equal(
            $"{kind}: {expected}",
            $"{kind}: {Answer(amigov, withPlace: expected.Contains(" for any in ", StringComparison.Ordinal))}"
        );
    }

    private static string Named(string text) =>
        text.Replace("GOOD", Good, StringComparison.Ordinal).Replace("BAD", Bad, StringComparison.Ordinal);

    private static string Short(string text) =>
        text.Replace(Good, "GOOD", StringComparison.Ordinal).Replace(Bad, "BAD", StringComparison.Ordinal);

    private static Amigov Repository()
    {
        var amigov = new Amigov();
        amigov.With("config/ami_publishers.json", Samples.Governance);
        amigov.With("facts.json", $$"""{ "{{Good}}": "111122223333", "{{Bad}}": "999988887777" }""");
        return amigov;
    }

    /// <summary>The exit code, findings other than verdicts, and each verdict with its image, in the order of their letters.</summary>
    private static string Answer(Amigov amigov, bool withPlace = false, string path = "iac")
    {
        string[] scope = withPlace ? [] : ["--account", "333344445555"];
        var run = amigov.Run([
            "preflight",
            path,
            .. scope,
            "--mode",
            "enabled",
            "--image-facts",
            "facts.json",
            "--output",
            "json",
        ]);
        Assert.True(run.ExitCode is 0 or 3 or 4, run.Error);
        var report = JsonNode.Parse(run.Out)!;
        var codes = report["diagnostics"]!
            .AsArray()
            .Select(d => d!["code"]!.GetValue<string>())
            .Where(c => c is not ("AMI1101" or "AMI1102"));
        var verdicts = report["references"]!.AsArray().SelectMany(r => Verdicts(r!, withPlace));
        var all = string.Join(", ", codes.Concat(verdicts).Order(StringComparer.Ordinal));
        return $"{run.ExitCode}: {all}".TrimEnd();
    }

    private static IEnumerable<string> Verdicts(JsonNode reference, bool withPlace)
    {
        var assumes = string.Join(", ", reference["assumes"]!.AsArray().Select(a => a!.GetValue<string>()));
        foreach (var judgement in reference["judgements"]!.AsArray())
        {
            var verdict = judgement!["verdict"]!.GetValue<string>();
            var word = verdict.EndsWith("Deny", StringComparison.Ordinal) ? "denied" : verdict;
            var image = judgement["image"]!;
            var missing = string.Join("; ", judgement["missing"]!.AsArray().Select(m => m!.GetValue<string>()));
            var named = (image["id"] ?? image["owner"])?.GetValue<string>() ?? missing;
            var place = withPlace ? $" for {judgement["account"] ?? "any"} in {judgement["region"]}" : "";
            var rests = assumes.Length == 0 ? "" : $" [{assumes}]";
            yield return $"{word} {Short(named)}{place}{rests}";
        }
    }

    /// <summary>As hooks give the files that were changed.</summary>
    [Theory]
    [InlineData("iac/main.tf")]
    [InlineData("iac/variables.tf")]
    [InlineData("./iac/terraform.tfvars")]
    public void A_file_of_a_module_is_read_with_its_others(string path)
    {
        using var amigov = Repository();
        amigov.With(
            "iac/main.tf",
            "data \"aws_ami\" \"a\" {\n  owners = [var.owner]\n}\nmodule \"m\" {\n  source = \"../m\"\n}\n"
        );
        amigov.With("iac/variables.tf", "variable \"owner\" {}\n");
        amigov.With("iac/terraform.tfvars", "owner = \"999988887777\"\n");
        amigov.With("m/main.tf", $"resource \"aws_instance\" \"a\" {{\n  ami = \"{Good}\"\n}}\n");
        amigov.With("iac/deeper/main.tf", $"resource \"aws_instance\" \"a\" {{\n  ami = \"{Bad}\"\n}}\n");
        Assert.Equal("3: allowed GOOD, denied 999988887777", Answer(amigov, path: path));
    }

    /// <summary>It is not followed: what it leads to is read where it lies.</summary>
    [Theory]
    [InlineData("iac/m", null, "4: AMI1104")]
    [InlineData("iac/m", "modules", "4: AMI1104")]
    [InlineData("iac/m", "iac/node_modules/m", "4: AMI1104")]
    [InlineData("iac/m", "iac/modules", "0:")]
    [InlineData("iac/node_modules/m", null, "0:")]
    public void A_link_to_a_folder_that_is_not_read_is_told(string link, string? target, string expected)
    {
        using var amigov = Repository();
        amigov.With("iac/main.tf", "");
        amigov.Files.LinkedFolders.Add(new LinkedFolder(link, "x", target));
        Assert.Equal(expected, Answer(amigov));
    }

    /// <summary>As Windows PowerShell's `&gt;` writes.</summary>
    [Theory]
    [InlineData("plan.json", "utf-16", true)]
    [InlineData("plan.json", "utf-16", false)]
    [InlineData("run.sh", "utf-16BE", true)]
    [InlineData("main.tf", "utf-16", true)]
    [InlineData("stack.yaml", "utf-16", true)]
    public void A_file_in_another_encoding_is_not_read(string path, string encoding, bool hasMark)
    {
        using var amigov = Repository();
        var written = Encoding.GetEncoding(encoding);
        var text = $"# aws {Bad} AWS::EC2::Instance\n";
        amigov.Files.Files[$"iac/{path}"] = [.. hasMark ? written.GetPreamble() : [], .. written.GetBytes(text)];
        Assert.Equal("4: AMI1104", Answer(amigov));
    }

    /// <summary>No input ends the process: 1,200 modules, each with a deep expression, call each other.</summary>
    [Fact]
    public void Modules_that_call_each_other_deep_down_stay_open()
    {
        using var amigov = Repository();
        for (var i = 0; i < 1200; i++)
        {
            var value = i == 1199 ? "var.x" : "module.n.out";
            amigov.With(
                $"iac/m{i}/main.tf",
                $"module \"n\" {{\n  source = \"../m{i + 1}\"\n}}\n"
                    + $"output \"out\" {{\n  value = {new string('[', 60)}{value}{new string(']', 60)}\n}}\n"
            );
        }
        amigov.With(
            "iac/first/main.tf",
            "module \"n\" {\n  source = \"../m0\"\n}\nresource \"aws_instance\" \"a\" {\n  ami = module.n.out\n}\n"
        );
        // The last of them calls one that is not there.
        Assert.Equal("4: AMI1104, unknown what the value is, which rests on too many others", Answer(amigov));
    }

    /// <summary>Values that are known already make higher ones without end.</summary>
    [Fact]
    public void Values_within_each_other_without_end_stay_open()
    {
        using var amigov = Repository();
        const int last = 15_000;
        var locals = string.Concat(Enumerable.Range(1, last).Select(i => $"  a{i} = [local.a{i - 1}]\n"));
        var images = string.Concat(
            Enumerable
                .Range(0, last / 100 + 1)
                .Select(i => $"resource \"aws_launch_template\" \"r{i}\" {{\n  name = local.a{i * 100}\n}}\n")
        );
        amigov.With(
            "iac/main.tf",
            $"locals {{\n  a0 = \"111122223333\"\n{locals}}}\n{images}data \"aws_ami\" \"a\" {{\n  owners = local.a{last}\n}}\n"
        );
        Assert.StartsWith("4: unknown", Answer(amigov), StringComparison.Ordinal);
    }
}
