using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>
/// EC2's trusted access to the organization. It lets EC2 make the account status report (Organizations user guide, "Getting started with
/// EC2 policies" and "Account status report for EC2 policies"); policies are stored, attached and in effect without it. That last part
/// rests on the API reference, where CreatePolicy, EnablePolicyType and AttachPolicy name no such condition for them: it was not tried.
/// </summary>
public static class TrustedAccess
{
    /// <summary>How to give it; only the management account can (Organizations API reference, EnableAWSServiceAccess).</summary>
    public const string Command =
        $"aws organizations enable-aws-service-access --service-principal {PlanStep.Ec2Service}";

    /// <summary>Needed for it.</summary>
    public const string IamAction = $"organizations:{nameof(StepCall.EnableAWSServiceAccess)}";

    /// <summary>A remark for a plan that does not ask for it; null when it is on, was not read, or is no matter.</summary>
    /// <param name="organization">As it was read.</param>
    /// <param name="plan">What is to be done.</param>
    public static string? Note(Organization organization, Plan plan)
    {
        var isOff = organization.TrustedServices is { } trusted && !trusted.Contains(PlanStep.Ec2Service);
        var isAsked = plan.Steps.Any(s => s.Call == StepCall.EnableAWSServiceAccess);
        if (!isOff || isAsked || ScpAlone.In(organization))
            return null;
        return $"trusted access for {PlanStep.Ec2Service} is off and stays off: there is no account status report"
            + $" (`amigov status-report`); `{Command}` in the management account switches it on, nothing else needs it";
    }

    /// <summary>Whether a refusal may be passed over: the call is for the report alone, and was refused for good.</summary>
    internal static bool MayBeMissing(PlanStep step, AwsFailure? failure) =>
        step.Call == StepCall.EnableAWSServiceAccess
        && failure?.Kind is AwsFailureKind.AccessDenied or AwsFailureKind.Refused;

    /// <summary>Says what is then missing.</summary>
    internal static void ReportRefused(AwsFailure failure, DiagnosticBag bag) =>
        bag.Report(
            DegradedDiagnostics.TrustedAccessStaysOff,
            SourceLocation.OfFile(SourceText.Missing("deployment")),
            $"{AwsDiagnostics.Message(failure)}; the deployment goes on, only the account status report is missing",
            $"`{Command}` in the management account switches it on"
        );
}
