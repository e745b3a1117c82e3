namespace AmiGovernance.Core.Policies.Iam.Evaluation;

/// <summary>Why a statement matches a request or does not, for people; decisions are made by <see cref="Authorization"/>.</summary>
public static class StatementMatch
{
    /// <summary>Whether the statement looks at the request's action and resource, whatever its conditions say.</summary>
    public static bool Covers(Statement statement, RequestContext request) =>
        new CompiledStatement(statement with { Conditions = [] }, statement.HasVariables).Judge(request) != Truth.No;

    /// <summary>The first condition that cannot hold, whatever is not known; null when there is none.</summary>
    public static Condition? FirstFailing(Statement statement, RequestContext request, OpenFacts facts) =>
        statement.Conditions.FirstOrDefault(c =>
            (ConditionEvaluator.Create(c, statement.HasVariables)?.Judge(request, facts) ?? Truth.No) == Truth.No
        );

    /// <summary>The place among the condition's values of the one that the request's value meets; -1 when it meets none.</summary>
    public static int MatchedValue(Statement statement, Condition condition, RequestContext request)
    {
        for (var i = 0; i < condition.Values.Length; i++)
            if (
                ConditionEvaluator
                    .Create(
                        condition with
                        {
                            Operator = Positive(condition.Operator),
                            Values = [condition.Values[i]],
                        },
                        statement.HasVariables
                    )
                    ?.Holds(request) == true
            )
                return i;
        return -1;
    }

    private static string Positive(string name) =>
        ConditionOperators.Split(name) is { } split ? split.Name.Replace("Not", "", StringComparison.Ordinal) : name;
}
