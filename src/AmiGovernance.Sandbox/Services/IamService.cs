using System.Text.Json.Nodes;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Services;

/// <summary>AWS IAM, as far as callers ask what a principal of their account may do.</summary>
internal sealed class IamService(SandboxWorld world, Guard guard) : IService
{
    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["GetRole"] = GetRole,
            ["SimulatePrincipalPolicy"] = Simulate,
        };

    private JsonObject GetRole(SandboxCall call)
    {
        var asked = call.Input.Required("RoleName");
        guard.Authorize(call, $"arn:aws:iam::{call.Account}:role/{asked}");
        var (name, _) = Role(call, asked);
        var path = name[..(name.LastIndexOf('/') + 1)];
        return new JsonObject
        {
            ["Role"] = new JsonObject
            {
                ["Path"] = "/" + path,
                ["RoleName"] = name[path.Length..],
                ["RoleId"] = "AROASANDBOX0000000000",
                ["Arn"] = $"arn:aws:iam::{call.Account}:role/{name}",
                ["CreateDate"] = call.Now,
            },
        };
    }

    /// <summary>By identity policies alone.</summary>
    private JsonObject Simulate(SandboxCall call)
    {
        var source = call.Input.Required("PolicySourceArn");
        guard.Authorize(call, source);
        var role = source.IndexOf(":role/", StringComparison.Ordinal);
        var permissions =
            source == call.Caller.Arn ? call.Caller.Permissions
            : role >= 0 ? Role(call, source[(role + ":role/".Length)..]).Role.Permissions
            : null;
        return new JsonObject
        {
            ["EvaluationResults"] = new JsonArray([
                .. call
                    .Input.Texts("ActionNames")
                    .Select(action =>
                        (JsonNode)
                            new JsonObject
                            {
                                ["EvalActionName"] = action,
                                ["EvalResourceName"] = "*",
                                ["EvalDecision"] = Decide(permissions, action),
                            }
                    ),
            ]),
            ["IsTruncated"] = false,
        };
    }

    private static string Decide(CompiledPolicy? permissions, string action) =>
        permissions is null
            ? "allowed"
            : new Authorization { IdentityPolicies = [permissions] }
                .Decide(new RequestContext { Action = action }, new Caller())
                .Outcome switch
            {
                Outcome.Allowed => "allowed",
                Outcome.ExplicitDeny => "explicitDeny",
                _ => "implicitDeny",
            };

    /// <summary>The name may come without its path.</summary>
    private (string Name, SandboxRole Role) Role(SandboxCall call, string name)
    {
        var found = world.Roles.FirstOrDefault(r =>
            r.Key.Account == call.Account
            && (r.Key.Name == name || r.Key.Name.EndsWith($"/{name}", StringComparison.Ordinal))
        );
        return found.Value is null
            ? throw new SandboxException("NoSuchEntity", $"The role with name {name} cannot be found.", 404)
            : (found.Key.Name, found.Value);
    }
}
