using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>Exceptions end. One without an end, or more than a year away, is a permanent need, and those are not granted.</summary>
internal static class PermanentException
{
    private const int LongestDays = 366;

    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0209", Severity.Error, "permanent exception"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        foreach (var exception in input.Config.Exceptions)
            if (
                exception.IsPermanent
                || exception.ExpiresOn is { } end && end.DayNumber - input.AsOf.DayNumber > LongestDays
            )
                bag.Report(
                    Rule.Descriptor,
                    input.At(exception.Node, "expires_on"),
                    $"the exception for account {exception.AccountId} is permanent",
                    "permanent exceptions are not allowed: use the approved golden images, or list the account as a vendor publisher if the whole organization trusts it"
                );
    }
}
