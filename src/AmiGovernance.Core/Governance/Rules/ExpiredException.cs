using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>On and after its `expires_on` an exception fails the pipeline until it is removed or extended.</summary>
internal static class ExpiredException
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0201", Severity.Error, "exception expired"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        foreach (var exception in input.Config.Exceptions)
        {
            var status = ExceptionStatus.Of(exception, input.AsOf, input.Config.Policy.WarningDays);
            if (status is not { State: ExceptionState.Expired, DaysLeft: { } left, Exception.ExpiresOn: { } end })
                continue;
            bag.Report(
                Rule.Descriptor,
                input.At(exception.Node, "expires_on"),
                left == 0
                    ? $"the exception for account {exception.AccountId} expired today at 00:00 UTC ({end.Text()})"
                    : $"the exception for account {exception.AccountId} expired on {end.Text()}, {Plural.Of(-left, "day")} ago",
                $"`amigov exception prune` removes it{More(exception)}"
            );
        }
    }

    private static string More(ExceptionAccount exception) =>
        exception.Ticket is { } ticket
            ? $"; {SuggestedCommand.Of($"amigov exception extend {ticket}")} asks for more time,"
                + $" and {SuggestedCommand.Of($"amigov exception implement {ticket}")} puts in what is approved"
            : "; more time is a new approval and a later `expires_on`";
}
