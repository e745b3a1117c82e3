using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>What to do when AWS does not let an image be changed.</summary>
internal static class RemediationAdvice
{
    /// <summary>Null where only AWS's own words can tell.</summary>
    public static string? For(AwsFailure failure)
    {
        if (failure.Code.StartsWith("InvalidAMIID", StringComparison.Ordinal))
            return "the image is gone, or lies in another Region or account: check the entry";
        // EC2 user guide, "Block public access to your AMIs": nothing is made public while it is on.
        if (Says(failure, "block public access"))
            return "leave the image private, or end block public access in its account and Region first,"
                + " as far as no declarative policy holds it";
        if (failure.Kind != AwsFailureKind.AccessDenied)
            return null;
        if (failure.Operation == "sts:AssumeRole")
            return "`--role-name` names a role of the image's account that trusts the caller";

        // The guardrail denies sharing to ordinary roles: then another principal has to do it.
        return Says(failure, "service control policy")
            ? "the service control policy denies changes of sharing to all but publishers and `break_glass_principals`:"
                + " name such a role with `--role-name`, or remediate before the policy is attached. Where there is none and it cannot"
                + " wait, `aws ec2 disable-image --image-id …` is not denied and makes the image private (EC2 API reference,"
                + " DisableImage): it ends all other sharing too, and launches from it fail until it is enabled again"
            : $"the role needs the IAM action {failure.MissingAction}; `amigov docs permissions` has the policy";
    }

    private static bool Says(AwsFailure failure, string words) =>
        failure.Message.Contains(words, StringComparison.OrdinalIgnoreCase);
}
