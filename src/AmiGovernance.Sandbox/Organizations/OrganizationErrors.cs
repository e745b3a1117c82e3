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

    public static SandboxException NoAccount() =>
        new("AccountNotFoundException", "You specified an account that doesn't exist.");

    public static SandboxException NotRegistered() =>
        new(
            "AccountNotRegisteredException",
            "The specified account is not a delegated administrator for this AWS service."
        );

    public static SandboxException NoParent() =>
        new("ParentNotFoundException", "We can't find a root or OU with the ParentId that you specified.");

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
    /// <param name="organization">May be one whose service does not know a type.</param>
    public static OrganizationPolicyType? PolicyType(Organization organization, SandboxCall call, string name)
    {
        var text = call.Input.Required(name);
        var known = OrganizationPolicyTypes.FromName(text);
        if (known is null && !text.EndsWith("_POLICY", StringComparison.Ordinal))
            throw InvalidType();
        if (known is { } type && !organization.Knows(type))
            throw InvalidType();
        return known;
    }

    /// <summary>Of the calls about effective policies, which exist for management policies only.</summary>
    public static void CheckEffectiveType(Organization organization, SandboxCall call)
    {
        if (PolicyType(organization, call, "PolicyType") is { } type)
        {
            if (type.Kind().IsMerged)
                return;
            throw InvalidType();
        }
        throw new SandboxException(
            "EffectivePolicyNotFoundException",
            "The account doesn't have an effective policy of this type."
        );
    }

    internal static SandboxException InvalidType() =>
        InvalidInput("INVALID_ENUM_POLICY_TYPE", "You specified an invalid policy type.");

    [GeneratedRegex("^p-[0-9a-zA-Z_]{8,128}$")]
    private static partial Regex PolicyId();
}
