using System.Security.Cryptography;
using System.Text;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Policies;

/// <summary>The error of a call that is not authorized (IAM user guide, "Troubleshoot access denied error messages").</summary>
internal static class Denial
{
    public static SandboxException Of(SandboxCall call, RequestContext question, Decision decision, SandboxWorld world)
    {
        var byScp = decision.Layer == PolicyLayer.ServiceControlPolicy;
        var kind = byScp ? "service control policy" : "identity-based policy";
        var why =
            decision.Outcome == Outcome.ExplicitDeny
                ? $"with an explicit deny in {(byScp ? "a service control policy" + Arn(decision, world) : "an identity-based policy")}"
                : $"because no {kind} allows the {question.Action} action";
        var on = question.Resource == "*" ? "" : $" on resource: {question.Resource}";
        var text = $"User: {call.Caller.SessionArn} is not authorized to perform: {question.Action}{on} {why}";
        return call.Service switch
        {
            "ec2" => new SandboxException(
                "UnauthorizedOperation",
                $"You are not authorized to perform this operation. {text}. Encoded authorization failure message: {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}",
                403
            ),
            "sts" or "s3" or "iam" or "autoscaling" or "cloudwatch" => new SandboxException("AccessDenied", text, 403),
            "sns" => new SandboxException("AuthorizationError", text, 403),
            _ => new SandboxException("AccessDeniedException", text),
        };
    }

    private static string Arn(Decision decision, SandboxWorld world) =>
        decision.Policy is not { } policy
            ? ""
            : $": arn:aws:organizations::{world.Organization.ManagementAccount}:policy/{world.Organization.Id}/service_control_policy/{policy.Name}";
}
