using System.Text.Json;
using System.Text.RegularExpressions;
using AmiGovernance.AcceptanceTests.Support;

namespace AmiGovernance.AcceptanceTests.Features.Watch;

/// <summary>
/// Terraform and CloudFormation in deploy/, read by parsers that nobody here wrote (tests/judges/deploy.mjs): all that stands there is
/// known, declared and used, and the role may do what a watch needs and no more.
/// </summary>
public sealed partial class DeployTemplateTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("amigov-deploy-");

    public void Dispose() => folder.Delete(recursive: true);

    private static string Judge(string kind, string path) =>
        kind == "terraform"
            ? Tool.RunJudge(
                "deploy.mjs",
                "",
                kind,
                path,
                RepositoryRoot.File("tests", "data", "deploy", "terraform.txt")
            )
            : Tool.RunJudge("deploy.mjs", "", kind, path);

    private static string PathOf(string kind) =>
        RepositoryRoot.File("deploy", kind == "terraform" ? "terraform" : "cloudformation.yaml");

    private static Template Read(string kind) =>
        JsonSerializer.Deserialize<Template>(Judge(kind, PathOf(kind)), JsonSerializerOptions.Web)!;

    private static Dictionary<string, Statement> Wanted()
    {
        using var amigov = new Amigov();
        var (code, policy, error) = amigov.Run("doctor", "--iam-policy", "watch", "--region", "us-east-1");
        Assert.True(code == 0, error);
        using var document = JsonDocument.Parse(policy);
        return document
            .RootElement.GetProperty("Statement")
            .EnumerateArray()
            .Select(Statement.Of)
            .ToDictionary(s => s.Sid!, StringComparer.Ordinal);
    }

    /// <summary>
    /// A command that needs more, or less, must change both templates. What is limited by a condition is limited by the same one; what
    /// reaches buckets and topics reaches one of each.
    /// </summary>
    [Theory]
    [InlineData("terraform", "task")]
    [InlineData("cloudformation", "TaskRole")]
    public void The_role_may_do_what_the_watch_needs_and_no_more(string kind, string role)
    {
        var given = Read(kind).Policies[role].ToDictionary(s => s.Sid!, StringComparer.Ordinal);
        var wanted = Wanted();
        Assert.All(given.Values, s => Assert.Equal("Allow", s.Effect));
        Assert.Equal(Actions(wanted.Values), Actions(given.Values));
        foreach (var limited in wanted.Values.Where(s => s.Condition.Count > 0))
            Assert.Equal(limited.Text(), given[limited.Sid!].Text());
        var wide = given.Values.Where(s => s.Resource.Contains("*")).SelectMany(s => s.Action);
        Assert.All(wide, action => Assert.Matches("^(organizations|cloudtrail):", action));
        Assert.Equal(Actions([wanted["Read"]]).Where(IsForAnything), Actions([given["Read"]]));
        Assert.All(
            given["Store"].Resource.Concat(given["ListStore"].Resource),
            r => Assert.Matches(@"[sS]tore\.[aA]rn\b", r)
        );
        Assert.All(given["Notify"].Resource, r => Assert.Matches(@"statement\.value|TopicArn", r));
    }

    private static bool IsForAnything(string action) => !action.StartsWith("s3:", StringComparison.Ordinal);

    private static List<string> Actions(IEnumerable<Statement> statements) =>
        [.. statements.SelectMany(s => s.Action).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>What starts the task, or is the function beside the watch: its image, its log, its secrets.</summary>
    [Theory]
    [InlineData("terraform", "execution", 4)]
    [InlineData("terraform", "function", 2)]
    [InlineData("cloudformation", "ExecutionRole", 4)]
    public void Who_starts_it_may_read_its_image_and_secrets_and_write_its_log(string kind, string role, int statements)
    {
        var given = Read(kind).Policies[role];
        Assert.Equal(statements, given.Length);
        foreach (var statement in given)
        {
            Assert.DoesNotContain(statement.Action, a => a.Contains('*', StringComparison.Ordinal));
            // The service has no resource for it (Service Authorization Reference for Amazon ECR).
            if (!statement.Action.SequenceEqual(["ecr:GetAuthorizationToken"]))
                Assert.DoesNotContain("*", statement.Resource);
        }
    }

    [Theory]
    [InlineData("terraform")]
    [InlineData("cloudformation")]
    public void Every_variable_is_described_here_and_in_the_readme(string kind)
    {
        var readme = File.ReadAllLines(RepositoryRoot.File("deploy", "README.md"));
        foreach (var parameter in Read(kind).Parameters)
        {
            Assert.False(string.IsNullOrEmpty(parameter.Description), parameter.Name);
            Assert.Contains(
                readme,
                l => l.StartsWith('|') && l.Contains($" `{parameter.Name}` |", StringComparison.Ordinal)
            );
        }
    }

    /// <summary>The example sets what has no default, and nothing that is not there.</summary>
    [Fact]
    public void The_readme_names_what_must_be_given()
    {
        var readme = File.ReadAllText(RepositoryRoot.File("deploy", "README.md"));
        var terraform = Assignment().Matches(Block().Match(readme).Value).Select(m => m.Groups[1].Value).ToHashSet();
        var variables = Read("terraform").Parameters;
        Assert.Subset(variables.Select(p => p.Name).Append("source").ToHashSet(), terraform);
        Assert.Subset(terraform, variables.Where(p => p.Needed).Select(p => p.Name).ToHashSet());
        foreach (var needed in Read("cloudformation").Parameters.Where(p => p.Needed))
            Assert.Contains($" {needed.Name}=…", readme, StringComparison.Ordinal);
    }

    /// <summary>A judge that finds nothing would be none.</summary>
    [Theory]
    [InlineData("main.tf", "noncurrent_days", "days", "days is no argument")]
    [InlineData("main.tf", "  bucket = aws_s3_bucket.store.id\n  policy", "  policy", "lacks bucket")]
    [InlineData("ecs.tf", "var.image", "var.images", "var.images is not declared")]
    [InlineData("ecs.tf", "var.cpu", "256", "var.cpu is not used")]
    [InlineData("ecs.tf", "aws_iam_role.task.arn", "aws_iam_role.other.arn", "aws_iam_role.other is not declared")]
    [InlineData("ecs.tf", "aws_iam_role.task.arn", "aws_iam_role.task.nr", "aws_iam_role has no attribute nr")]
    [InlineData("cloudformation.yaml", "NoncurrentDays", "Days", "Days is no property")]
    [InlineData(
        "cloudformation.yaml",
        "RoleArn: !GetAtt TaskRole.Arn",
        "RoleArn: !GetAtt TaskRole.Nr",
        "TaskRole.Nr is no attribute"
    )]
    [InlineData("cloudformation.yaml", "!Ref Remote", "!Ref Remotes", "Remotes is not declared")]
    [InlineData("cloudformation.yaml", "!Ref Cpu", "256", "Cpu is not used")]
    [InlineData("cloudformation.yaml", "- HasTopic", "- HasTopics", "the condition HasTopics is not declared")]
    [InlineData("cloudformation.yaml", "      Bucket: !Ref Store\n", "", "StorePolicy lacks Bucket")]
    public void What_is_wrong_is_found(string file, string old, string replacement, string expected)
    {
        var kind = file == "cloudformation.yaml" ? "cloudformation" : "terraform";
        var original = PathOf(kind);
        foreach (var path in Directory.Exists(original) ? Directory.GetFiles(original) : [original])
            File.Copy(path, Path.Combine(folder.FullName, Path.GetFileName(path)));
        var changed = Path.Combine(folder.FullName, file);
        var text = File.ReadAllText(changed);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(changed, text.Replace(old, replacement, StringComparison.Ordinal));
        var refused = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() =>
            Judge(kind, kind == "terraform" ? folder.FullName : changed)
        );
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"module ""watch"" \{[\s\S]*?\n\}")]
    private static partial Regex Block();

    [GeneratedRegex(@"^  (\w+) += ", RegexOptions.Multiline)]
    private static partial Regex Assignment();

    private sealed record Template(Parameter[] Parameters, Dictionary<string, Statement[]> Policies);

    private sealed record Parameter(string Name, string? Description, bool Needed);

    private sealed record Statement(
        string? Sid,
        string Effect,
        string[] Action,
        string[] Resource,
        Dictionary<string, Dictionary<string, string[]>> Condition
    )
    {
        /// <summary>One value or several, as IAM takes both.</summary>
        public static Statement Of(JsonElement element) =>
            new(
                element.GetProperty("Sid").GetString(),
                element.GetProperty("Effect").GetString()!,
                Texts(element.GetProperty("Action")),
                Texts(element.GetProperty("Resource")),
                element.TryGetProperty("Condition", out var condition)
                    ? condition
                        .EnumerateObject()
                        .ToDictionary(
                            test => test.Name,
                            test => test.Value.EnumerateObject().ToDictionary(key => key.Name, key => Texts(key.Value))
                        )
                    : []
            );

        public string Text() => JsonSerializer.Serialize(this);

        private static string[] Texts(JsonElement element) =>
            element.ValueKind == JsonValueKind.Array
                ? [.. element.EnumerateArray().Select(e => e.GetString()!)]
                : [element.GetString()!];
    }
}
