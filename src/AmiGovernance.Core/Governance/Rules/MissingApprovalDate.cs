using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>The length of an exception counts from its approval.</summary>
internal static class MissingApprovalDate
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0218", Severity.Error, "exception without approval date"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        foreach (var exception in input.Config.Exceptions.Where(e => e.Node["approval_date"] is null))
            bag.Report(
                Rule.Descriptor,
                input.At(exception.Node),
                $"the exception for account {exception.AccountId} has no `approval_date`",
                "without it nobody can tell how long the exception lasts",
                severity: ExceptionLimits.Of(input.Config, exception).IsStrict ? Severity.Error : Severity.Warning
            );
    }
}
