using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>An approval dated after today has not happened.</summary>
internal static class ApprovalInFuture
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0207", Severity.Error, "approval dated in the future"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        foreach (var exception in input.Config.Exceptions)
            if (exception.ApprovalDate is { } date && date > input.AsOf)
                bag.Report(
                    Rule.Descriptor,
                    input.At(exception.Node, "approval_date"),
                    $"the approval is dated {date.Text()}, after today ({input.AsOf.Text()})",
                    "an exception is entered after its approval; dates are in UTC"
                );
    }
}
