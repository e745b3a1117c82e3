using System.Text.Json.Nodes;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Services;

/// <summary>AWS IAM, as far as callers ask what a principal of their account may do.</summary>
internal sealed class IamService(SandboxWorld world, Guard guard) : IService
{
    private const string RolePart = ":role/";

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["GetRole"] = GetRole,
            ["SimulatePrincipalPolicy"] = Simulate,
        };

    private JsonObject GetRole(SandboxCall call)
    {
        var asked = call.Input.Required("RoleName");
        guard.Authorize(call, Arns.Iam(call.Account, $"role/{asked}"));
        var (name, _) = Role(call, asked);
        var path = name[..(name.LastIndexOf('/') + 1)];
        return new JsonObject
        {
            ["Role"] = new JsonObject
            {
                ["Path"] = $"/{path}",
                ["RoleName"] = name[path.Length..],
                ["RoleId"] = "AROASANDBOX0000000000",
                ["Arn"] = Arns.Iam(call.Account, $"role/{name}"),
                ["CreateDate"] = call.Now,
            },
        };
    }

    /// <summary>By identity policies alone, with the values that the call gives to keys.</summary>
    private JsonObject Simulate(SandboxCall call)
    {
        var source = call.Input.Required("PolicySourceArn");
        guard.Authorize(call, source);
        call.Refuse(
            "CallerArn",
            "PermissionsBoundaryPolicyInputList",
            "PolicyInputList",
            "ResourceArns",
            "ResourceHandlingOption",
            "ResourceOwner",
            "ResourcePolicy"
        );
        var permissions = Permissions(call, source);
        var results = call
            .Input.Texts("ActionNames")
            .Select(action => Result(action, guard.Simulate(permissions, Question(call, action))));
        return new JsonObject { ["EvaluationResults"] = new JsonArray([.. results]), ["IsTruncated"] = false };
    }

    private static RequestContext Question(SandboxCall call, string action)
    {
        var question = new RequestContext { Action = action };
        foreach (var entry in call.Input.Objects("ContextEntries"))
            question.Set(entry.Required("ContextKeyName"), entry.Texts("ContextKeyValues"));
        return question;
    }

    /// <summary>Null for an administrator.</summary>
    private RolePolicy? Permissions(SandboxCall call, string principal)
    {
        if (principal == call.Caller.Arn)
            return call.Caller.Permissions;
        var at = principal.IndexOf(RolePart, StringComparison.Ordinal);
        return at < 0 ? null : Role(call, principal[(at + RolePart.Length)..]).Role.Permissions;
    }

    private static JsonObject Result(string action, Outcome outcome) =>
        new()
        {
            ["EvalActionName"] = action,
            ["EvalResourceName"] = "*",
            ["EvalDecision"] = outcome switch
            {
                Outcome.Allowed => "allowed",
                Outcome.ExplicitDeny => "explicitDeny",
                _ => "implicitDeny",
            },
        };

    /// <summary>The name may come without its path.</summary>
    private (string Name, SandboxRole Role) Role(SandboxCall call, string name)
    {
        foreach (var (key, role) in world.Roles)
            if (key.Account == call.Account && $"/{key.Name}".EndsWith($"/{name}", StringComparison.Ordinal))
                return (key.Name, role);
        throw new SandboxException("NoSuchEntity", $"The role with name {name} cannot be found.", 404);
    }
}
