using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>What to do when AWS does not let an image be changed.</summary>
internal static class RemediationAdvice
{
    /// <summary>Null where only AWS's own words can tell.</summary>
    public static string? For(AwsFailure failure)
    {
        if (failure.Code.StartsWith("InvalidAMIID", StringComparison.Ordinal))
            return "the image is gone: take it out of the list";
        if (failure.Kind != AwsFailureKind.AccessDenied)
            return null;

        // The guardrail denies sharing to ordinary roles: then another principal has to do it.
        return failure.Message.Contains("service control policy", StringComparison.Ordinal)
            ? "the service control policy denies changes of sharing to all but publishers and `break_glass_principals`:"
                + " name such a role with `--role-name`, or remediate before the policy is attached"
            : $"the role needs the IAM action {failure.Operation}; `amigov docs permissions` has the policy";
    }
}
