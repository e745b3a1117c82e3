using System.Globalization;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>A call as people read it.</summary>
internal static class PlanStepText
{
    /// <summary>Such as `AttachPolicy scp-ami-guardrail → r-ab12`.</summary>
    public static string Of(PlanStep step) => Sanitize.Text($"{step.Call} {Object(step)}");

    private static string Object(PlanStep step) =>
        step.Call switch
        {
            StepCall.EnableAWSServiceAccess => PlanStep.Ec2Service,
            StepCall.EnablePolicyType => step.Type.Name(),
            StepCall.CreatePolicy => $"{step.Policy} ({step.Type.Name()}, {Characters(step.Content)})",
            StepCall.UpdatePolicy => $"{step.Policy} ({Characters(step.PreviousContent)} → {Characters(step.Content)})",
            StepCall.AttachPolicy => $"{step.Policy} → {step.Target}",
            StepCall.DetachPolicy => $"{step.Policy} from {step.Target}",
            StepCall.TagResource => $"{step.Policy}: {string.Join(", ", step.Tags.Select(t => $"{t.Key}={t.Value}"))}",
            _ => step.Policy,
        };

    private static string Characters(string? content) =>
        Plural.Of(new StringInfo(content ?? "").LengthInTextElements, "character");
}
