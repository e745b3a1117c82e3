using System.Text;
using System.Text.Json;
using AmiGovernance.AcceptanceTests.Support;

namespace AmiGovernance.AcceptanceTests.Judges;

/// <summary>The generated documents before judges that nobody here wrote.</summary>
public sealed class IndependentJudgeTests
{
    public static TheoryData<string> GoldenDocuments =>
        [
            .. Directory
                .GetFiles(RepositoryRoot.File("tests", "data", "golden"), "*.json", SearchOption.AllDirectories)
                .Where(f => f.Contains("/expected/files/dist/", StringComparison.Ordinal))
                .Select(f => Path.GetRelativePath(RepositoryRoot.Path, f))
                .Order(StringComparer.Ordinal),
        ];

    [Fact]
    public void Every_service_control_policy_parses_elsewhere_and_names_only_actions_and_keys_that_AWS_lists()
    {
        var files = GoldenDocuments
            .Select(r => r.Data)
            .Where(f => Path.GetFileName(f).StartsWith("scp-", StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(files);
        var input = string.Concat(
            files.Select(f => Line(new() { ["id"] = f, ["policy"] = File.ReadAllText(RepositoryRoot.File(f)) }))
        );
        var verdicts = Tool.RunJudge("scp.mjs", input).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(files.Count, verdicts.Length);
        Assert.All(verdicts, v => Assert.True(JsonDocument.Parse(v).RootElement.GetProperty("ok").GetBoolean(), v));
    }

    [Fact]
    public void The_judge_refuses_what_is_wrong()
    {
        const string Dead =
            """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"ec2:ModifyImageAttribute","Resource":"arn:aws:ec2:*::image/*","Condition":{"StringEquals":{"ec2:Add/group":"all"}}}]}""";
        var verdict = JsonDocument
            .Parse(Tool.RunJudge("scp.mjs", Line(new() { ["id"] = "dead", ["policy"] = Dead })))
            .RootElement;
        Assert.Contains(
            "key-not-carried",
            verdict.GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("code").GetString())
        );
    }

    [Fact]
    public void CreatePolicy_takes_every_document_by_the_service_model_of_the_AWS_CLI()
    {
        var files = GoldenDocuments
            .Select(r => r.Data)
            .Where(f =>
                !f.EndsWith("dist/declarative-policy-ec2.json", StringComparison.Ordinal)
                || f.Contains("organizations/", StringComparison.Ordinal)
            )
            .ToList();
        // Older AWS CLIs do not know the newer type; the model of the document is the same.
        var declarative = KnowsDeclarativePolicies() ? "DECLARATIVE_POLICY_EC2" : "SERVICE_CONTROL_POLICY";
        var cases = new StringBuilder();
        foreach (var file in files)
        {
            var isScp = Path.GetFileName(file).StartsWith("scp-", StringComparison.Ordinal);
            cases.Append(
                Line(
                    new()
                    {
                        ["id"] = file,
                        ["shape"] = "CreatePolicyRequest",
                        ["params"] = new Dictionary<string, object>
                        {
                            ["Content"] = File.ReadAllText(RepositoryRoot.File(file)),
                            ["Description"] = "AMI Governance",
                            ["Name"] = isScp ? "scp-ami-guardrail" : "ami-governance-declarative-policy",
                            ["Type"] = isScp ? "SERVICE_CONTROL_POLICY" : declarative,
                        },
                    }
                )
            );
        }
        cases.Append(
            Line(
                new()
                {
                    ["id"] = "bad",
                    ["shape"] = "CreatePolicyRequest",
                    ["params"] = new Dictionary<string, object> { ["Content"] = "", ["Name"] = new string('n', 129) },
                }
            )
        );
        var verdicts = Model(cases.ToString())
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonDocument.Parse(l).RootElement)
            .ToList();
        Assert.Equal(files.Count + 1, verdicts.Count);
        Assert.All(verdicts[..^1], v => Assert.True(v.GetProperty("ok").GetBoolean(), v.ToString()));
        Assert.False(verdicts[^1].GetProperty("ok").GetBoolean());
    }

    private static bool KnowsDeclarativePolicies() =>
        Model("", "--model").Contains("DECLARATIVE_POLICY_EC2", StringComparison.Ordinal);

    private static string Model(string input, params string[] args)
    {
        Tool.Demand("aws");
        return Tool.Run("python3", [RepositoryRoot.File("tests", "judges", "check_policy_model.py"), .. args], input);
    }

    private static string Line(Dictionary<string, object> value) => JsonSerializer.Serialize(value) + "\n";
}
