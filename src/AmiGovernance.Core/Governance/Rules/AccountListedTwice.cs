using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>An account stands once among the publishers and once among the exceptions, or its terms contradict each other.</summary>
internal static class AccountListedTwice
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0211", Severity.Error, "account listed twice"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        CheckGroup(input, bag, input.Config.Publishers.Select(p => (p.AccountId, p.Node)), "a publisher");
        CheckGroup(input, bag, input.Config.Exceptions.Select(e => (e.AccountId, e.Node)), "an exception");
    }

    private static void CheckGroup(
        RuleInput input,
        DiagnosticBag bag,
        IEnumerable<(AccountId Id, JsonObject Node)> entries,
        string what
    )
    {
        var first = new Dictionary<AccountId, JsonObject>();
        foreach (var (id, node) in entries)
            if (!first.TryAdd(id, node))
                bag.Report(
                    Rule.Descriptor,
                    input.At(node, "account_id"),
                    $"account {id} is listed twice as {what}",
                    "keep one entry",
                    related: new RelatedLocation(input.At(first[id], "account_id"), "first listed here")
                );
    }
}
