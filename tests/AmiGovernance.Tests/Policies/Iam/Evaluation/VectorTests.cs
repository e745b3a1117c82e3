using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Tests.Policies.Iam.Evaluation;

/// <summary>Vectors as data, each with the AWS documentation page that it comes from: tests/data/iam.</summary>
public sealed class VectorTests
{
    private static readonly string Folder = RepositoryRoot.File("tests", "data", "iam");

    public static TheoryData<string> ConditionFiles =>
        [
            .. Directory
                .GetFiles(Folder, "condition-*.json")
                .Select(f => Path.GetFileName(f))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(ConditionFiles))]
    public void A_condition_holds_as_documented(string file)
    {
        foreach (var vector in Read(file))
        {
            var policy = Policy(
                $$"""[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{{vector.GetProperty("condition")}}}]"""
            );
            var decision = new Authorization { ServiceControlPolicies = PolicyLevels.Of([policy]) }.Decide(
                Request(vector, "ec2:RunInstances", "*"),
                new Caller()
            );
            Assert.True(
                (decision.Outcome == Outcome.ExplicitDeny) == vector.GetProperty("holds").GetBoolean(),
                vector.ToString()
            );
        }
    }

    [Fact]
    public void A_request_is_decided_as_documented()
    {
        foreach (var vector in Read("decisions.json"))
        {
            var levels = vector
                .GetProperty("levels")
                .EnumerateArray()
                .Select(level => level.EnumerateArray().Select(p => Policy(p.ToString())).ToImmutableArray());
            var caller = vector.TryGetProperty("caller", out var who) ? who.GetString() : null;
            var decision = new Authorization { ServiceControlPolicies = new PolicyLevels([.. levels]) }.Decide(
                Request(vector, vector.GetProperty("action").GetString()!, vector.GetProperty("resource").GetString()!),
                new Caller(
                    InManagementAccount: caller == "management",
                    IsServiceLinkedRole: caller == "service-linked-role"
                )
            );
            Assert.True(
                decision
                    .Outcome.ToString()
                    .Equals(vector.GetProperty("decision").GetString(), StringComparison.OrdinalIgnoreCase),
                $"{decision.Outcome}: {vector}"
            );
        }
    }

    [Fact]
    public void There_are_vectors_for_every_operator_and_each_names_its_page()
    {
        var all = Directory
            .GetFiles(Folder, "*.json")
            .SelectMany(f => Read(Path.GetFileName(f)).AsEnumerable())
            .ToList();
        Assert.True(all.Count >= 400, $"{all.Count} vectors");
        Assert.All(
            all,
            v =>
                Assert.StartsWith(
                    "https://docs.aws.amazon.com/",
                    v.GetProperty("page").GetString(),
                    StringComparison.Ordinal
                )
        );
        var used = all.Where(v => v.TryGetProperty("condition", out _))
            .SelectMany(v => v.GetProperty("condition").EnumerateObject())
            .Select(o => ConditionOperators.Split(o.Name)!.Value.Name)
            .ToHashSet(StringComparer.Ordinal);
        Assert.Empty(ConditionOperators.Names.Except(used));
    }

    private static JsonElement.ArrayEnumerator Read(string file) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file))).RootElement.EnumerateArray();

    private static CompiledPolicy Policy(string statements)
    {
        var bag = new DiagnosticBag();
        var document = PolicyParser.Parse(
            SourceText.FromString("policy", $$"""{"Version":"2012-10-17","Statement":{{statements}}}"""),
            PolicyType.ServiceControlPolicy,
            bag
        );
        Assert.False(bag.HasErrors, string.Join(" | ", bag.ToSorted().Select(d => d.Message)));
        return new CompiledPolicy(document!, "policy");
    }

    private static RequestContext Request(JsonElement vector, string action, string resource)
    {
        var request = new RequestContext { Action = action, Resource = resource };
        foreach (var key in vector.GetProperty("context").EnumerateObject())
            request.Set(
                key.Name,
                key.Value.ValueKind == JsonValueKind.Array
                    ? [.. key.Value.EnumerateArray().Select(v => v.GetString()!)]
                    : [key.Value.GetString()!]
            );
        return request;
    }
}
