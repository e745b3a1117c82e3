using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>A statement, or an action in it, that no request can ever match: it reads as protection and gives none.</summary>
internal static class StatementNeverFires
{
    public static readonly PolicyRule Rule = new(
        new DiagnosticDescriptor("AMI0306", Severity.Error, "statement that can never fire"),
        Check
    );

    private static void Check(PolicyRuleInput input, DiagnosticBag bag)
    {
        foreach (var statement in input.Policy.Statements)
        {
            var name = statement.Sid is { } sid ? $" `{sid}`" : "";
            if (Reason(statement, input.AsOf) is { } reason)
                bag.Report(Rule.Descriptor, input.At(statement.Node), $"the statement{name} can never fire: {reason}");
            else
                CheckActions(input, statement, bag);
            foreach (var condition in statement.Conditions.Where(AsksForLaunchPermissions))
                bag.Report(
                    Rule.Descriptor,
                    input.At(condition.Node),
                    $"the statement{name} may never fire: AWS says that `ec2:Attribute` cannot be used with launch permissions"
                        + " (Amazon EC2 user guide, \"Identity-based policies for Amazon EC2\")",
                    "whether the name of the parameter matches is not known, and a caller may leave it out; deny the action outright,"
                        + " and public sharing by `image_block_public_access`",
                    severity: Severity.Warning
                );
        }
    }

    private static bool AsksForLaunchPermissions(Condition condition) =>
        condition.Key.Equals("ec2:Attribute", StringComparison.OrdinalIgnoreCase)
        && !KeyNeverCarried.IsNegated(condition)
        && condition.Values.Length > 0
        && condition.Values.All(v => v.Equals("LaunchPermission", StringComparison.OrdinalIgnoreCase));

    private static string? Reason(Statement statement, DateOnly asOf)
    {
        if (DeadStatement.Reason(statement) is { } nothing)
            return nothing;
        foreach (var condition in statement.Conditions)
        {
            if (DeadCondition.Reason(statement, condition, asOf) is { } dead)
                return dead;
            if (KeyNeverCarried.NeverCarried(statement, condition) && IsFalseWithoutKey(condition))
                return $"`{condition.Operator}` needs `{condition.Key}`, which these actions never carry";
            if (ComparesOwnOrganization(statement, condition))
                return "every principal that a service control policy reaches is in the organization, so `aws:PrincipalOrgID` always equals its id"
                    + " (where the values do not hold that id, it denies everything to everybody instead)";
        }
        return !statement.ActionsExcluded && statement.Actions.All(a => NeverOnThese(statement, a))
            ? "none of its actions is ever authorized on such a resource"
            : null;
    }

    private static void CheckActions(PolicyRuleInput input, Statement statement, DiagnosticBag bag)
    {
        if (statement.ActionsExcluded)
            return;
        for (var i = 0; i < statement.Actions.Length; i++)
            if (NeverOnThese(statement, statement.Actions[i]))
                bag.Report(
                    Rule.Descriptor,
                    input.AtAction(statement, i),
                    $"`{statement.Actions[i]}` is never authorized on {string.Join(", ", statement.Resources.Select(r => $"`{r}`"))}",
                    "the action reads as covered and is not; leave it out or give it a statement on `*`",
                    severity: Severity.Warning
                );
    }

    /// <summary>False too when the table does not know the action.</summary>
    private static bool NeverOnThese(Statement statement, string pattern)
    {
        if (statement.ResourcesExcluded || statement.Resources.IsEmpty || statement.Resources.Contains("*"))
            return false;
        var resources = Placeholder.AsPatterns(statement.Resources);
        var actions = PolicyRuleInput.Matching(pattern).ToList();
        return actions.Count > 0 && !actions.Any(a => a.ResourcesMatching(resources).Any());
    }

    private static bool IsFalseWithoutKey(Condition condition) =>
        ConditionOperators.Split(condition.Operator) is { } split
        && !split.IfExists
        && !KeyNeverCarried.IsNegated(condition)
        && !string.Equals(split.Set, "ForAllValues", StringComparison.OrdinalIgnoreCase)
        && (split.Name != "Null" || condition.Values.All(v => v.Equals("false", StringComparison.OrdinalIgnoreCase)));

    /// <summary>
    /// A deny unless the principal is of one organization: with our own id it denies nothing, with another one everything. Which it is, the
    /// document does not tell.
    /// </summary>
    private static bool ComparesOwnOrganization(Statement statement, Condition condition) =>
        statement.Effect == Effect.Deny
        && condition.Key.Equals("aws:PrincipalOrgID", StringComparison.OrdinalIgnoreCase)
        && KeyNeverCarried.IsNegated(condition);
}
