using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace AmiGovernance.Tests.Features.Preflight;

/// <summary>Verdicts are those of `explain`, places are those of an editor, and nothing that is not resolved is allowed.</summary>
public sealed class PreflightTests
{
    private const string Image = "ami-0aaaaaaaaaaaaaaaa";

    private static readonly string[] Accounts = ["333344445555", "111122223333"];

    private static readonly string[] Owners =
    [
        "111122223333",
        "333344445555",
        "999988887777",
        "amazon",
        "aws-marketplace",
    ];

    /// <summary>Each language with an image of an owner, by its id or by a look-up.</summary>
    private static readonly (string Path, Func<string, string> Write)[] Files =
    [
        ("id.tf", _ => $"resource \"aws_instance\" \"a\" {{\n  ami = \"{Image}\"\n}}\n"),
        ("id.yaml", _ => $"Resources:\n  A:\n    Type: AWS::EC2::Instance\n    Properties:\n      ImageId: {Image}\n"),
        ("id.sh", _ => $"aws ec2 run-instances --image-id {Image}\n"),
        (
            "owner.tf",
            owner =>
                $"data \"aws_ami\" \"a\" {{\n  owners = [\"{owner}\"]\n}}\nresource \"aws_instance\" \"a\" {{\n  ami = data.aws_ami.a.id\n}}\n"
        ),
        (
            "owner.pkr.hcl",
            owner => $"source \"amazon-ebs\" \"a\" {{\n  source_ami_filter {{\n    owners = [\"{owner}\"]\n  }}\n}}\n"
        ),
        (
            "nodes.yml",
            owner =>
                $"apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nspec:\n  amiSelectorTerms:\n    - name: x\n      owner: \"{owner}\"\n"
        ),
    ];

    private static Amigov Repository()
    {
        var amigov = new Amigov();
        amigov.Files.Files["config/ami_publishers.json"] = Encoding.UTF8.GetBytes(Samples.Governance);
        return amigov;
    }

    private static JsonNode Preflight(Amigov amigov, params string[] args)
    {
        var run = amigov.Run(["preflight", .. args, "--output", "json"]);
        Assert.True(run.ExitCode is 0 or 3 or 4, run.Error);
        return JsonNode.Parse(run.Out)!;
    }

    [Fact]
    public void Verdicts_are_those_of_explain()
    {
        using var amigov = Repository();
        Assert.Equal(0, amigov.Run("generate", "--mode", "enabled").ExitCode);
        foreach (var account in Accounts)
        foreach (var owner in Owners)
        {
            var isNumber = char.IsAsciiDigit(owner[0]);
            var explained = amigov.Run("explain", "--account", account, "--image-owner", owner, "--output", "json");
            var expected = JsonNode.Parse(explained.Out)!["decision"]!.GetValue<string>();
            amigov.Files.Files["facts.json"] = Encoding.UTF8.GetBytes($"{{ \"{Image}\": \"{owner}\" }}");
            foreach (var (path, write) in Files)
            {
                amigov.Files.Files[path] = Encoding.UTF8.GetBytes(write(owner));
                var answer = Preflight(amigov, path, "--account", account, "--image-facts", "facts.json");
                var reference = answer["references"]!.AsArray()[0]!;
                Assert.True(
                    expected == reference["verdict"]!.GetValue<string>(),
                    $"{path} of {owner} ({isNumber}) for {account}: explain says {expected}\n{reference}"
                );
            }
        }
    }

    /// <summary>Of all that a generated file may hold, allowed is only what an owner on the list has.</summary>
    [Fact]
    public void Nothing_is_allowed_that_is_not_resolved()
    {
        using var amigov = Repository();
        amigov.Files.Files["facts.json"] = Encoding.UTF8.GetBytes($"{{ \"{Image}\": \"111122223333\" }}");
        string[] unresolved =
        [
            "var.x",
            "local.x",
            "data.aws_ami.none.id",
            "module.x.image",
            "\"${var.x}\"",
            "\"ami-${var.x}\"",
            "f(1)",
            "[for x in y : x]",
            "each.value",
            "data.aws_ami.open.id",
            "aws_instance.b.ami",
            "1 + 2",
            "{ x = 1 }",
            "lookup(var.images, \"x\")",
            "\"ami-TODO\"",
            "try(var.x, \"ami-0bbbbbbbbbbbbbbbb\")",
        ];
        for (var i = 0; i < unresolved.Length; i++)
        {
            amigov.Files.Files["main.tf"] = Encoding.UTF8.GetBytes(
                $"data \"aws_ami\" \"open\" {{\n  owners = var.owners\n}}\nresource \"aws_instance\" \"a\" {{\n  ami = {unresolved[i]}\n}}\n"
            );
            var answer = Preflight(
                amigov,
                "main.tf",
                "--account",
                "333344445555",
                "--mode",
                "enabled",
                "--image-facts",
                "facts.json"
            );
            Assert.NotEmpty(answer["references"]!.AsArray());
            foreach (var reference in answer["references"]!.AsArray())
                Assert.True("unknown" == reference!["verdict"]!.GetValue<string>(), $"{unresolved[i]}: {reference}");
        }
    }

    /// <summary>Terraform language, "Override files": which of both counts is not told by one file, so neither is allowed.</summary>
    [Fact]
    public void What_an_override_file_defines_again_stays_open()
    {
        using var amigov = Repository();
        amigov.Files.Files["facts.json"] = Encoding.UTF8.GetBytes($"{{ \"{Image}\": \"111122223333\" }}");
        amigov.Files.Files["main.tf"] = Encoding.UTF8.GetBytes(
            $"locals {{\n  image = \"{Image}\"\n}}\nresource \"aws_instance\" \"a\" {{\n  ami = local.image\n}}\n"
        );
        string[] arguments = [".", "--account", "333344445555", "--mode", "enabled", "--image-facts", "facts.json"];
        Assert.Equal("allowed", Verdict(amigov, "aws_instance.a", arguments));

        amigov.Files.Files["override.tf"] = Encoding.UTF8.GetBytes("locals {\n  image = var.other\n}\n");
        Assert.Equal("unknown", Verdict(amigov, "aws_instance.a", arguments));
    }

    /// <summary>CloudFormation, "Fn::ForEach": the last of its members holds resources.</summary>
    [Fact]
    public void Resources_of_a_loop_are_seen()
    {
        using var amigov = Repository();
        amigov.Files.Files["facts.json"] = Encoding.UTF8.GetBytes($"{{ \"{Image}\": \"111122223333\" }}");
        amigov.Files.Files["stack.yaml"] = Encoding.UTF8.GetBytes(
            "Resources:\n  Fn::ForEach::Servers:\n    - Name\n    - [A, B]\n    - Server${Name}:\n"
                + $"        Type: AWS::EC2::Instance\n        Properties:\n          ImageId: {Image}\n"
        );
        string[] arguments =
        [
            "stack.yaml",
            "--account",
            "333344445555",
            "--mode",
            "enabled",
            "--image-facts",
            "facts.json",
        ];
        Assert.Equal("allowed", Verdict(amigov, "Server${Name} (AWS::EC2::Instance)", arguments));
    }

    private static string Verdict(Amigov amigov, string subject, string[] arguments) =>
        Assert.Single(
            Preflight(amigov, arguments)["references"]!.AsArray(),
            r => r!["subject"]!.GetValue<string>() == subject
        )!["verdict"]!.GetValue<string>();

    [Theory]
    [InlineData("main.tf", "# 🙂 é\nresource \"aws_instance\" \"é\" { ami = \"@\" }\n")]
    [InlineData("main.tf", "\uFEFFresource \"aws_instance\" \"a\" {\r\n  /* 🙂 */ ami = \"@\"\r\n}\r\n")]
    [InlineData(
        "stack.yaml",
        "# 🙂 é\r\nResources:\r\n  Ünï:\r\n    Type: AWS::EC2::Instance\r\n    Properties: { T: \"🙂é\", ImageId: @ }\r\n"
    )]
    [InlineData(
        "stack.yaml",
        "\uFEFFResources:\n  A:\n    Type: AWS::EC2::Instance\n    Properties: { T: é, ImageId: '@' }\n"
    )]
    [InlineData(
        "stack.json",
        "{\"Resources\": {\"é🙂\": {\"Type\": \"AWS::EC2::Instance\", \"Properties\": {\"ImageId\": \"@\"}}}}"
    )]
    [InlineData("run.sh", "# é🙂\necho 'é🙂' && aws ec2 run-instances --image-id \"@\"\n")]
    [InlineData("run.sh", "É=1\nX='é' AMI=@\naws ec2 run-instances --image-id $AMI\n")]
    public void Places_are_those_of_an_editor(string path, string text)
    {
        using var amigov = Repository();
        var source = text.Replace("@", Image, StringComparison.Ordinal);
        amigov.Files.Files[path] = Encoding.UTF8.GetBytes(source);
        var answer = Preflight(amigov, path, "--account", "333344445555", "--mode", "enabled");
        var start = Assert.Single(answer["references"]!.AsArray())!["start"]!;
        var at = source.TrimStart('\uFEFF').IndexOf(Image, StringComparison.Ordinal);
        var before = source.TrimStart('\uFEFF')[..at];
        var line = before.Count(c => c == '\n') + 1;
        var column = at - (before.LastIndexOf('\n') + 1) + 1;
        // A text in quotes begins with them.
        var quote = before[^1] is '"' or '\'' ? 1 : 0;
        var place = string.Create(CultureInfo.InvariantCulture, $"{line}:{column - quote}");
        Assert.Equal(place, $"{start["line"]}:{start["column"]}");
    }

    /// <summary>A module in a folder at hand is followed however the folders are written, and no file is read twice.</summary>
    [Theory]
    [InlineData("iac")]
    [InlineData("iac/")]
    [InlineData("./iac/.")]
    [InlineData("iac//")]
    [InlineData("./")]
    [InlineData("iac", "iac")]
    [InlineData("iac", "./iac/main.tf")]
    [InlineData("iac/main.tf", "iac/web", ".")]
    public void Paths_may_be_written_in_any_way(params string[] paths)
    {
        var root = Directory.CreateTempSubdirectory("amigov-test-");
        try
        {
            Write("config/ami_publishers.json", Samples.Governance);
            Write("iac/main.tf", $"module \"web\" {{\n  source = \"./web\"\n  image  = \"{Image}\"\n}}\n");
            Write(
                "iac/web/main.tf",
                "variable \"image\" {}\nresource \"aws_instance\" \"a\" {\n  ami = var.image\n}\n"
            );
            using var amigov = new Amigov { Disk = root.FullName };
            var references = Preflight(amigov, paths)["references"]!.AsArray();
            var only = Assert.Single(references)!;
            Assert.Equal("iac/main.tf", only["file"]!.GetValue<string>());
            Assert.Equal("module.web.aws_instance.a", only["subject"]!.GetValue<string>());
        }
        finally
        {
            root.Delete(recursive: true);
        }

        void Write(string path, string text)
        {
            var full = Path.Combine(root.FullName, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, text);
        }
    }

    [Theory]
    [InlineData("preflight", ".")]
    [InlineData("explain", "--image-owner=amazon")]
    public void Who_calls_is_an_arn(params string[] words)
    {
        using var amigov = Repository();
        foreach (var principal in (string[])["@/etc/passwd", "Dev", "arn:aws:s3:::bucket", "arn:aws:iam::1:role/Dev"])
        {
            var (exit, _, error) = amigov.Run([.. words, "--principal", principal]);
            Assert.Equal(2, exit);
            Assert.Contains($"'{principal}' is no ARN of a role", error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("ami-1")]
    [InlineData("al2023")]
    [InlineData("ami-0123456789abcdef0\n--output=json=file")]
    public void What_is_asked_about_is_an_id(string image)
    {
        using var amigov = Repository();
        var (exit, _, error) = amigov.Run("explain", "--account", "333344445555", "--image", image);
        Assert.Equal(2, exit);
        Assert.Contains("is no id of an image", error, StringComparison.Ordinal);
    }

    /// <summary>Nobody who names a file with an image may take "nothing found" for an answer.</summary>
    [Theory]
    [InlineData("values.yaml", "nodes:\n  ami: ami-0aaaaaaaaaaaaaaaa\n", 4)]
    [InlineData("values.json", "{ \"ami\": \"ami-0aaaaaaaaaaaaaaaa\" }", 4)]
    [InlineData("notes.txt", "we run ami-0aaaaaaa, ec2_instance", 4)]
    [InlineData("broken.yaml", "[[[[ami-0aaaaaaaaaaaaaaaa", 4)]
    [InlineData("values.yaml", "nodes:\n  ami: ami-x\n", 0)]
    [InlineData("values.yaml", "nodes:\n  size: 3\n", 0)]
    public void A_named_file_in_no_language_that_names_an_image_is_not_read(string name, string text, int expected)
    {
        using var amigov = Repository();
        amigov.With(name, text);
        var run = amigov.Run("preflight", name, "--mode", "enabled");
        Assert.Equal(expected, run.ExitCode);
        Assert.Equal(expected == 4, run.Error.Contains("AMI1104", StringComparison.Ordinal));
    }
}
