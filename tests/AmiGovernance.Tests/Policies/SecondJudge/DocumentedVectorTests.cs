using System.Text.Json;
using System.Text.Json.Nodes;
using AmiGovernance.TestSupport.SecondJudge;

namespace AmiGovernance.Tests.Policies.SecondJudge;

/// <summary>The second judge itself is held to what AWS documents: the same vectors as the engine.</summary>
public sealed class DocumentedVectorTests
{
    private static JsonElement.ArrayEnumerator Read(params string[] path) =>
        JsonDocument.Parse(File.ReadAllText(RepositoryRoot.File(path))).RootElement.EnumerateArray();

    private static IEnumerable<JsonElement> Iam(string pattern) =>
        Directory
            .GetFiles(RepositoryRoot.File("tests", "data", "iam"), pattern)
            .SelectMany(f => Read("tests", "data", "iam", Path.GetFileName(f)).AsEnumerable());

    private static IEnumerable<KeyValuePair<string, string[]>> Context(JsonElement vector) =>
        vector.TryGetProperty("context", out var context)
            ? context.EnumerateObject().Select(k => KeyValuePair.Create(k.Name, PlainPolicies.Texts(k.Value).ToArray()))
            : [];

    [Fact]
    public void A_condition_holds_as_documented()
    {
        foreach (var vector in Iam("condition-*.json"))
        {
            var statement =
                $$"""{"Effect":"Deny","Action":"*","Resource":"*","Condition":{{vector.GetProperty("condition")}} }""";
            var policy = Document(statement);
            var request = PlainRequest.Of("ec2:RunInstances", "*", Context(vector));
            var isDenied =
                PlainPolicies.Decide(
                    [
                        [policy],
                    ],
                    null,
                    request
                ) == PlainPolicies.ExplicitlyDenied;
            Assert.True(isDenied == vector.GetProperty("holds").GetBoolean(), vector.ToString());
        }
    }

    [Fact]
    public void A_request_is_decided_as_documented()
    {
        foreach (var vector in Iam("decisions.json").Where(v => !v.TryGetProperty("caller", out _)))
        {
            var levels = vector
                .GetProperty("levels")
                .EnumerateArray()
                .Select(level => level.EnumerateArray().Select(Policy));
            var request = PlainRequest.Of(
                vector.GetProperty("action").GetString()!,
                vector.GetProperty("resource").GetString()!,
                Context(vector)
            );
            var wanted = vector
                .GetProperty("decision")
                .GetString()!
                .Replace("Deny", "lyDenied", StringComparison.Ordinal);
            var decided = PlainPolicies.Decide(levels, null, request);
            Assert.True(decided.Equals(wanted, StringComparison.OrdinalIgnoreCase), $"{decided}: {vector}");
        }
    }

    [Fact]
    public void Policies_merge_as_documented()
    {
        foreach (var vector in Read("tests", "data", "declarative", "inheritance.json"))
        {
            var levels = vector
                .GetProperty("levels")
                .EnumerateArray()
                .Select(level => level.EnumerateArray().Select(p => p.GetRawText()));
            var effective = JsonNode.Parse(vector.GetProperty("effective").GetRawText());
            var merged = PlainInheritance.Merge(levels, locks: "closed");
            Assert.True(JsonNode.DeepEquals(effective, merged), $"{vector.GetProperty("note")}: {merged}");
        }
    }

    [Fact]
    public void What_it_does_not_know_it_does_not_decide()
    {
        var request = PlainRequest.Of("ec2:RunInstances", "*", []);
        foreach (
            var more in new[]
            {
                "\"Condition\":{\"StringSimilar\":{\"aws:PrincipalArn\":\"x\"}}",
                "\"Condition\":{\"ForSomeValues:StringLike\":{\"aws:PrincipalArn\":\"x\"}}",
                "\"Audience\":\"*\"",
                "\"NotResource\":\"*\"",
            }
        )
        {
            var policy = Document($$"""{"Effect":"Deny","Action":"*","Resource":"*",{{more}} }""");
            Assert.Throws<UndecidableException>(() =>
                PlainPolicies.Decide(
                    [
                        [policy],
                    ],
                    null,
                    request
                )
            );
        }
        Assert.Throws<UndecidableException>(() =>
            PlainInheritance.Merge(
                [
                    ["""{"ec2_attributes":{"exception_message":{"@@replace":"x"}}}"""],
                ],
                locks: "closed"
            )
        );
    }

    /// <summary>As a document: a vector may give the statements alone.</summary>
    private static string Policy(JsonElement policy) =>
        policy.ValueKind == JsonValueKind.Object && policy.TryGetProperty("Statement", out _)
            ? policy.GetRawText()
            : Document(policy.GetRawText());

    private static string Document(string statement) => $$"""{"Version":"2012-10-17","Statement":{{statement}} }""";
}
