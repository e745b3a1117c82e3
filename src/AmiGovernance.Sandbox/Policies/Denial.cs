using System.Security.Cryptography;
using System.Text;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Policies;

/// <summary>The error of a call that is not authorized (IAM user guide, "Troubleshoot access denied error messages").</summary>
internal static class Denial
{
    public static SandboxException Of(
        SandboxCall call,
        RequestContext question,
        Decision decision,
        Organization organization
    )
    {
        var on = question.Resource == "*" ? "" : $" on resource: {question.Resource}";
        var why = Why(question, decision, organization);
        var text = $"User: {call.Caller.SessionArn} is not authorized to perform: {question.Action}{on} {why}";
        return ServiceErrors.Of(call.Service).Denied(call.Service == "ec2" ? WithCode(text) : text);
    }

    private static string Why(RequestContext question, Decision decision, Organization organization)
    {
        var byScp = decision.Layer == PolicyLayer.ServiceControlPolicy;
        var kind = byScp ? "service control policy" : "identity-based policy";
        if (decision.Outcome != Outcome.ExplicitDeny)
            return $"because no {kind} allows the {question.Action} action";
        if (!byScp)
            return $"with an explicit deny in an {kind}";
        return $"with an explicit deny in a {kind}{Named(decision, organization)}";
    }

    private static string Named(Decision decision, Organization organization)
    {
        if (decision.Policy is not { } policy)
            return "";
        var resource = $"policy/{organization.Id}/service_control_policy/{policy.Name}";
        return $": {Arns.Organizations(organization.ManagementAccount, resource)}";
    }

    /// <summary>EC2 tells the rest in a message that only sts:DecodeAuthorizationMessage can read; nobody can read ours.</summary>
    private static string WithCode(string text)
    {
        var encoded = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return $"You are not authorized to perform this operation. {text}."
            + $" Encoded authorization failure message: {encoded}";
    }
}
