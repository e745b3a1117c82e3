using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>Every exception names the ticket that holds its request and approval.</summary>
internal static class MissingTicket
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0205", Severity.Error, "exception without ticket"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        foreach (var exception in input.Config.Exceptions.Where(e => e.Ticket is null))
            bag.Report(
                Rule.Descriptor,
                input.At(exception.Node, "ticket"),
                $"the exception for account {exception.AccountId} names no ticket",
                "give the number of the approved request in `ticket`"
            );
    }
}
