using System.Text.RegularExpressions;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Sandbox.Organizations;

/// <summary>Errors of AWS Organizations that several calls share (Organizations API reference).</summary>
internal static partial class OrganizationErrors
{
    public static SandboxException InvalidInput(string reason, string message) =>
        new("InvalidInputException", message) { Reason = reason };

    public static SandboxException Constraint(string reason, string message) =>
        new("ConstraintViolationException", message) { Reason = reason };

    public static SandboxException NoTarget() =>
        new(
            "TargetNotFoundException",
            "We can't find a root, OU, account, or policy with the TargetId that you specified."
        );

    /// <summary>An id that no policy can have is refused before it is looked for.</summary>
    public static SandboxException NoPolicy(string id) =>
        PolicyId().IsMatch(id)
            ? new SandboxException(
                "PolicyNotFoundException",
                "We can't find a policy with the PolicyId that you specified."
            )
            : InvalidInput("INVALID_PATTERN", "You provided a value that does not match the required pattern.");

    /// <summary>Null for the types of policy that say nothing about images: the sandbox holds none of them.</summary>
    public static OrganizationPolicyType? PolicyType(SandboxCall call, string name)
    {
        var text = call.Input.Required(name);
        return
            text.EndsWith("_POLICY", StringComparison.Ordinal)
            || text == OrganizationPolicyType.DeclarativePolicyEc2.Name()
            ? OrganizationPolicyTypes.FromName(text)
            : throw InvalidInput("INVALID_ENUM_POLICY_TYPE", "You specified an invalid policy type.");
    }

    /// <summary>Of the calls about effective policies, which exist for management policies only.</summary>
    public static void CheckEffectiveType(SandboxCall call)
    {
        if (PolicyType(call, "PolicyType") is OrganizationPolicyType.DeclarativePolicyEc2)
            return;
        if (call.Input.Required("PolicyType") is "SERVICE_CONTROL_POLICY" or "RESOURCE_CONTROL_POLICY")
            throw InvalidInput("INVALID_ENUM_POLICY_TYPE", "You specified an invalid policy type.");
        throw new SandboxException(
            "EffectivePolicyNotFoundException",
            "The account doesn't have an effective policy of this type."
        );
    }

    [GeneratedRegex("^p-[0-9a-zA-Z_]{8,128}$")]
    private static partial Regex PolicyId();
}
