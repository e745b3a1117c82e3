using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>
/// A publisher needs no exception; listing it as both makes its end date meaningless in one layer and binding in the other.
/// </summary>
internal static class ExceptionForPublisher
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0210", Severity.Error, "exception for a publisher"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        var publishers = input.Config.Publishers.GroupBy(p => p.AccountId).ToDictionary(g => g.Key, g => g.First());
        foreach (var exception in input.Config.Exceptions)
            if (publishers.TryGetValue(exception.AccountId, out var publisher))
                bag.Report(
                    Rule.Descriptor,
                    input.At(exception.Node, "account_id"),
                    $"account {exception.AccountId} is a publisher already",
                    "remove the exception; or remove the publisher if its images shall be allowed for a time only",
                    related: new RelatedLocation(input.At(publisher.Node, "account_id"), "listed as a publisher here")
                );
    }
}
