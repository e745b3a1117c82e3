using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>
/// Two denies of the same launches with different lists of owners: each denies what only the other lists. A long list cannot be
/// split that way.
/// </summary>
internal static class OwnerListsExclude
{
    public static readonly PolicyRule Rule = new(
        new DiagnosticDescriptor("AMI0332", Severity.Warning, "owner lists that deny each other's owners"),
        Check
    );

    private static void Check(PolicyRuleInput input, DiagnosticBag bag)
    {
        var lists = input
            .Policy.Statements.Where(s => s.Conditions.Length == 1)
            .Select(s => (Statement: s, Condition: OwnerList.Allowed(s)))
            .Where(s => s.Condition is { } c && !c.Values.Any(IsPattern))
            .ToList();
        for (var i = 1; i < lists.Count; i++)
            if (
                lists.Take(i).FirstOrDefault(l => Excludes(l.Statement, lists[i].Statement)) is { Condition: { } first }
            )
                Report(input, bag, first, lists[i].Condition);
    }

    private static bool IsPattern(string value) =>
        Wildcard.HasWildcards(value) || value.Contains("${", StringComparison.Ordinal);

    private static void Report(PolicyRuleInput input, DiagnosticBag bag, Condition first, Condition? second)
    {
        var common = first.Values.Intersect(second?.Values ?? [], StringComparer.Ordinal).Count();
        bag.Report(
            Rule.Descriptor,
            input.At(second?.Node),
            common == 0
                ? "no owner is on this list and on that of another statement: together they deny every launch"
                : $"only {common} of the owners here are on the list of another statement too: the others are denied",
            "one list cannot be split over two denies; put all owners into one condition",
            related: new RelatedLocation(input.At(first.Node), "the other list")
        );
    }

    /// <summary>A list that the other contains is a narrower rule, which can be meant.</summary>
    private static bool Excludes(Statement one, Statement other)
    {
        if (OwnerList.Allowed(one) is not { } a || OwnerList.Allowed(other) is not { } b)
            return false;
        var sameLaunches = OwnerList.LaunchActions(one).Intersect(OwnerList.LaunchActions(other)).Any();
        var sameImages = one.Resources.Any(p => other.Resources.Any(q => ResourcePattern.Intersect(p, q)));
        return sameLaunches && sameImages && a.Values.Except(b.Values).Any() && b.Values.Except(a.Values).Any();
    }
}
