using AmiGovernance.Core.Iam.Evaluation;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Protocols;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Iam;

/// <summary>AWS IAM, as far as callers ask what a principal of their account may do.</summary>
internal sealed class IamService(SandboxWorld world)
{
    public const string Namespace = "https://iam.amazonaws.com/doc/2010-05-08/";

    public void Answer(SandboxCall call, QueryInput input, XmlAnswer answer)
    {
        switch (call.Operation)
        {
            case "GetRole":
                var (name, _) = Role(call, input.Required("RoleName"));
                answer.Inside("Role", () => answer.Text("Path", "/").Text("RoleName", name).Text("RoleId", "AROASANDBOX").Text("Arn", $"arn:aws:iam::{call.Caller.AccountId}:role/{name}").Time("CreateDate", call.Now));
                break;
            case "SimulatePrincipalPolicy":
                Simulate(call, input, answer);
                break;
            default:
                throw new SandboxException("InvalidAction", $"Could not find operation {call.Operation} for version 2010-05-08");
        }
    }

    private void Simulate(SandboxCall call, QueryInput input, XmlAnswer answer)
    {
        var source = input.Required("PolicySourceArn");
        var permissions = source == call.Caller.Arn ? call.Caller.Permissions
            : source.Contains(":role/", StringComparison.Ordinal) ? Role(call, source[(source.IndexOf(":role/", StringComparison.Ordinal) + ":role/".Length)..]).Role.Permissions : null;
        answer.Items("EvaluationResults", input.Texts("ActionNames.member"), action =>
        {
            var allowed = permissions is null
                || new Authorization { IdentityPolicies = [permissions] }.Decide(new RequestContext { Action = action, Resource = "*" }, new Caller()).Outcome == Outcome.Allowed;
            answer.Text("EvalActionName", action).Text("EvalResourceName", "*").Text("EvalDecision", allowed ? "allowed" : "implicitDeny");
        }, "member");
        answer.Flag("IsTruncated", false);
    }

    /// <summary>The name may come without its path.</summary>
    private (string Name, SandboxRole Role) Role(SandboxCall call, string name)
    {
        var found = world.Roles.FirstOrDefault(r => r.Key.Account == call.Caller.AccountId && (r.Key.Name == name || r.Key.Name.EndsWith($"/{name}", StringComparison.Ordinal)));
        return found.Value is null ? throw new SandboxException("NoSuchEntity", $"The role with name {name} cannot be found.", 404) : (found.Key.Name, found.Value);
    }
}
