using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>
/// A condition on a key that no action of the statement ever carries: a positive operator then never holds, a negated one
/// always does (IAM user guide, "Condition operators": missing keys).
/// </summary>
internal static class KeyNeverCarried
{
    private const int MostActions = 3;

    public static readonly PolicyRule Rule = new(
        new DiagnosticDescriptor("AMI0305", Severity.Warning, "condition key that the actions never carry"),
        Check
    );

    private static void Check(PolicyRuleInput input, DiagnosticBag bag)
    {
        foreach (var statement in input.Policy.Statements)
        foreach (var condition in statement.Conditions.Where(c => NeverCarried(statement, c)))
            bag.Report(
                Rule.Descriptor,
                input.At(condition.Node),
                $"`{condition.Key}` is never in a request for {Actions(statement)}{OnThese(statement)}",
                IsNegated(condition)
                    ? "a negated operator is true when the key is missing: the condition always holds"
                    : "the condition never holds"
            );
    }

    /// <summary>False too when the table does not know all actions of the statement.</summary>
    internal static bool NeverCarried(Statement statement, Condition condition)
    {
        if (statement.ActionsExcluded || statement.ResourcesExcluded)
            return false;
        if (ActionTable.IsListedWithoutAction(condition.Key))
            return false;
        var any = false;
        foreach (var pattern in statement.Actions)
        {
            var actions = PolicyRuleInput.Matching(pattern).ToList();
            if (actions.Count == 0)
                return false;
            if (
                actions.Any(a =>
                    a.Carries(condition.Key, a.ResourcesMatching(Placeholder.AsPatterns(statement.Resources)))
                )
            )
                return false;
            any = true;
        }
        return any;
    }

    internal static bool IsNegated(Condition condition) =>
        ConditionOperators.Split(condition.Operator) is { } split
        && split.Name.Contains("Not", StringComparison.Ordinal);

    /// <summary>Where the statement names resources, the same actions may carry the key on others.</summary>
    private static string OnThese(Statement statement) =>
        statement.Resources.Contains("*") ? "" : " on these resources";

    private static string Actions(Statement statement) =>
        Shortened.List([.. statement.Actions.Select(a => $"`{a}`")], MostActions);
}
