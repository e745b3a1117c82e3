using System.Text.Json;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Organizations;

/// <summary>
/// The organization's resource policy: which member accounts may work with policies (Organizations user guide, "Delegated
/// administrator for AWS Organizations").
/// </summary>
internal static class DelegationPolicy
{
    private const string Anyone = "*";
    private const int MostCharacters = 40_000;

    /// <summary>Refuses what AWS refuses. The elements `NotAction` and `NotResource` are refused since 30 June 2026.</summary>
    public static void Check(string content)
    {
        if (content.Length > MostCharacters)
            throw OrganizationErrors.Constraint(
                "RESOURCE_POLICY_CONTENT_LIMIT_EXCEEDED",
                "The resource policy is too long."
            );
        var statements = Statements(content);
        if (statements.Count == 0 || !statements.TrueForAll(IsValid))
            throw OrganizationErrors.InvalidInput("INVALID_RESOURCE_POLICY_JSON", "The resource policy is not valid.");
    }

    private static bool IsValid(JsonObject statement) =>
        statement["Principal"] is not null
        && statement["NotAction"] is null
        && statement["NotResource"] is null
        && Parse([statement]) is not null;

    /// <summary>Whether the policy lets a member account make a call.</summary>
    public static bool Allows(SandboxWorld world, SandboxCall call, RequestContext[] questions)
    {
        if (world.ResourcePolicy is not { } content)
            return false;
        var own = Statements(content).Where(s => Names(s["Principal"], call.Caller));
        if (Parse(own) is not { } policy)
            return false;
        var authorization = new Authorization { IdentityPolicies = [new CompiledPolicy(policy, "resource policy")] };
        return questions.All(IsAllowed);

        bool IsAllowed(RequestContext question)
        {
            var isAllowed = authorization.Decide(question, new Caller()).Outcome == Outcome.Allowed;
            var request = WitnessedRequest.Of(world.Organization, call.Caller, null, question);
            DecisionWitness.Current?.Delegated(request, content, isAllowed);
            return isAllowed;
        }
    }

    private static List<JsonObject> Statements(string content)
    {
        try
        {
            return JsonNode.Parse(content)?["Statement"] switch
            {
                JsonArray several => [.. several.OfType<JsonObject>()],
                JsonObject one => [one],
                _ => [],
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    /// <summary>Statements without their principals, as an identity policy. Null when there are none, or none that are valid.</summary>
    private static PolicyDocument? Parse(IEnumerable<JsonObject> statements)
    {
        var own = new JsonArray([.. statements.Select(WithoutPrincipal)]);
        if (own.Count == 0)
            return null;
        var document = new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = own }.ToJsonString();
        var source = SourceText.FromString("resource policy", document);
        return Reading.Of(bag => PolicyParser.Parse(source, PolicyType.IdentityPolicy, bag)).IfSound;
    }

    private static JsonNode WithoutPrincipal(JsonObject statement)
    {
        var copy = statement.DeepClone();
        copy.AsObject().Remove("Principal");
        return copy;
    }

    private static bool Names(JsonNode? principal, CallerIdentity caller) =>
        principal switch
        {
            JsonValue everyone => Text(everyone) == Anyone,
            JsonObject kinds => Principals(kinds["AWS"]).Any(p => p == Anyone || caller.IsNamedBy(p)),
            _ => false,
        };

    /// <summary>A list, or one alone.</summary>
    private static IEnumerable<string> Principals(JsonNode? node) =>
        (node as JsonArray ?? new JsonArray(node?.DeepClone())).OfType<JsonValue>().Select(Text);

    private static string Text(JsonValue value) => value.TryGetValue<string>(out var text) ? text : "";
}
