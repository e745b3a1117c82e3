using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>From approval to end an exception may not last longer than its type allows.</summary>
internal static class ExceptionTooLong
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0203", Severity.Error, "exception longer than allowed"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        foreach (var exception in input.Config.Exceptions)
        {
            var limits = ExceptionLimits.Of(input.Config, exception);
            if (ExceptionStatus.Length(exception) is not { } days || days <= limits.MaxDays)
                continue;
            var subject = limits.Type is { } type ? $"an exception of type `{type.Name}`" : "an exception";
            bag.Report(
                Rule.Descriptor,
                input.At(exception.Node, "expires_on"),
                $"{Plural.Of(days, "day")} from approval to expiry; {subject} may last {limits.MaxDays}",
                limits.IsStrict
                    ? "choose an earlier date, or get a new approval and set its `approval_date`"
                    : "only a warning, for there is neither `type` nor `policy_config.max_exception_days`; with either it is an error",
                severity: limits.IsStrict ? Severity.Error : Severity.Warning
            );
        }
    }
}
