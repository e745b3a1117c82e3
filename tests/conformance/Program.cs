using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using JsonArray = System.Text.Json.Nodes.JsonArray;
using JsonNode = System.Text.Json.Nodes.JsonNode;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace AmiGovernance.Conformance;

/// <summary>amigov as a tool of the conformance suite (README.md): a question a line in, an answer a line out.</summary>
internal static class Program
{
    private static void Main()
    {
        while (Console.ReadLine() is { } line)
        {
            var question = JsonNode.Parse(line)!;
            var answer = new JsonObject { ["id"] = (string)question["id"]!, ["answer"] = Answer(question) };
            Console.WriteLine(answer.ToJsonString());
        }
    }

    private static JsonNode? Answer(JsonNode question) =>
        (string)question["kind"]! switch
        {
            "decision" => Decision(question),
            "inheritance" => Inheritance(question),
            "refusal" => Refusal(question),
            _ => null,
        };

    private static string Decision(JsonNode question)
    {
        var levels = question["levels"]!.AsArray().Select(level => level!.AsArray().Select(Policy).ToImmutableArray());
        var request = new RequestContext
        {
            Action = (string)question["action"]!,
            Resource = (string)question["resource"]!,
        };
        foreach (var (key, value) in question["context"]!.AsObject())
            request.Set(key, value is JsonArray all ? [.. all.Select(v => (string)v!)] : [(string)value!]);
        var caller = (string?)question["caller"];
        var policies = new Authorization { ServiceControlPolicies = new PolicyLevels([.. levels]) };
        var decided = policies.Decide(request, new Caller(caller == "management", caller == "service-linked-role"));
        return decided.Outcome switch
        {
            Outcome.Allowed => "allowed",
            Outcome.ExplicitDeny => "explicitDeny",
            _ => "implicitDeny",
        };
    }

    private static CompiledPolicy Policy(JsonNode? policy)
    {
        var source = SourceText.FromString("policy", policy!.ToJsonString());
        var document = Reading.Of(bag => PolicyParser.Parse(source, PolicyType.ServiceControlPolicy, bag)).Value;
        return new CompiledPolicy(document!, "policy");
    }

    private static JsonNode? Inheritance(JsonNode question)
    {
        var levels = question["levels"]!
            .AsArray()
            .Select((level, l) => level!.AsArray().Select((p, i) => Document($"{l}.{i}", p!)).ToImmutableArray());
        return DeclarativeInheritance.Merge(levels).Json is { } merged ? JsonNode.Parse(merged) : "none";
    }

    private static InheritedDocument Document(string name, JsonNode policy)
    {
        var source = SourceText.FromString(name, policy.ToJsonString());
        return new InheritedDocument(name, Reading.Of(bag => JsonParser.Parse(source, bag)).Value!.Root);
    }

    private static JsonObject? Refusal(JsonNode question) =>
        CallSources.FromError((string)question["text"]!)?.Refusal is NamedRefusal refusal
            ? new JsonObject
            {
                ["way"] = refusal.Way.ToString(),
                ["policy"] = refusal.PolicyKind,
                ["resource"] = refusal.Resource,
            }
            : null;
}
