using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>An exception that ends within the warning time (14 days unless configured).</summary>
internal static class ExpiringException
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0202", Severity.Warning, "exception expires soon"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        foreach (var exception in input.Config.Exceptions)
        {
            var status = ExceptionStatus.Of(exception, input.AsOf, input.Config.Policy.WarningDays);
            if (status is not { State: ExceptionState.Expiring, DaysLeft: { } left, Exception.ExpiresOn: { } end })
                continue;
            bag.Report(
                Rule.Descriptor,
                input.At(exception.Node, "expires_on"),
                $"the exception for account {exception.AccountId} expires in {Plural.Of(left, "day")}, on {end.Text()}",
                $"move the account to approved images, or ask for more time now, which needs new approvals{Extend(exception)}"
            );
        }
    }

    private static string Extend(ExceptionAccount exception) =>
        exception.Ticket is { } ticket ? $": {SuggestedCommand.Of($"amigov exception extend {ticket}")}" : "";
}
