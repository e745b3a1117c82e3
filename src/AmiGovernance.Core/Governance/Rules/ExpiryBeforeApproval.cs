using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>An exception cannot end before it was approved.</summary>
internal static class ExpiryBeforeApproval
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0208", Severity.Error, "exception ends before its approval"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        foreach (var exception in input.Config.Exceptions)
            if (ExceptionStatus.Length(exception) is <= 0)
                bag.Report(
                    Rule.Descriptor,
                    input.At(exception.Node, "expires_on"),
                    $"the exception for account {exception.AccountId} ends on or before the day of its approval",
                    "check both dates; year and month are easily mistaken",
                    related: new RelatedLocation(input.At(exception.Node, "approval_date"), "approved on this day")
                );
    }
}
