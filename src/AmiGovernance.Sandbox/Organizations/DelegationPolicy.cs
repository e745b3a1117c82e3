using System.Text.Json;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Organizations;

/// <summary>The organization's resource policy: which member accounts may work with policies (Organizations user guide, "Delegated administrator for AWS Organizations").</summary>
internal static class DelegationPolicy
{
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
        if (
            statements.Count == 0
            || statements.Any(s => s["Principal"] is null || s["NotAction"] is not null || s["NotResource"] is not null)
            || statements.Any(s => Parse([s], null) is null)
        )
            throw OrganizationErrors.InvalidInput("INVALID_RESOURCE_POLICY_JSON", "The resource policy is not valid.");
    }

    /// <summary>Whether the policy lets a member account make a call.</summary>
    public static bool Allows(SandboxWorld world, SandboxCall call, RequestContext[] questions)
    {
        if (world.ResourcePolicy is not { } content || Parse(Statements(content), call.Caller) is not { } policy)
            return false;
        var authorization = new Authorization { IdentityPolicies = [new CompiledPolicy(policy, "resource policy")] };
        return questions.All(q => authorization.Decide(q, new Caller()).Outcome == Outcome.Allowed);
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

    /// <summary>The statements whose principal is the caller (all, for null), as a policy of the caller. Null when they are not valid.</summary>
    private static PolicyDocument? Parse(List<JsonObject> statements, CallerIdentity? caller)
    {
        var own = new JsonArray();
        foreach (var statement in statements.Where(s => caller is null || Names(s["Principal"], caller)))
        {
            var copy = (JsonObject)statement.DeepClone();
            copy.Remove("Principal");
            own.Add((JsonNode)copy);
        }
        if (own.Count == 0)
            return null;
        var bag = new DiagnosticBag();
        var policy = PolicyParser.Parse(
            SourceText.FromString(
                "resource policy",
                new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = own }.ToJsonString()
            ),
            PolicyType.IdentityPolicy,
            bag
        );
        return bag.HasErrors ? null : policy;
    }

    private static bool Names(JsonNode? principal, CallerIdentity caller) =>
        principal switch
        {
            JsonValue value => (string?)value == "*",
            JsonObject kinds => kinds["AWS"] switch
            {
                JsonArray several => several.Any(p => Is((string?)p, caller)),
                JsonValue one => Is((string?)one, caller),
                _ => false,
            },
            _ => false,
        };

    private static bool Is(string? principal, CallerIdentity caller) =>
        principal == "*"
        || principal == caller.AccountId
        || principal == $"arn:aws:iam::{caller.AccountId}:root"
        || principal == caller.Arn;
}
