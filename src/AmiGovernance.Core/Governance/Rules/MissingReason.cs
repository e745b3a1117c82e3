using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>Every exception says why it exists.</summary>
internal static class MissingReason
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0206", Severity.Error, "exception without reason"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        foreach (var exception in input.Config.Exceptions.Where(e => e.Reason is null))
            bag.Report(
                Rule.Descriptor,
                input.At(exception.Node, "reason"),
                $"the exception for account {exception.AccountId} gives no reason",
                "say in `reason` what the exception is for, as approved in the ticket"
            );
    }
}
