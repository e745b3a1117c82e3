using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>What text and JSON say alike.</summary>
internal static class ExplainWords
{
    private const int MostValues = 3;

    /// <summary>The root, organizational unit or account that decided; null when no level did.</summary>
    public static string? LevelOf(Explanation explanation, Decision decision) =>
        decision.Layer is PolicyLayer.ServiceControlPolicy or PolicyLayer.ResourceControlPolicy
            ? explanation.Levels.ElementAtOrDefault(decision.Level)
            : null;

    /// <summary>Why the condition does not hold.</summary>
    public static string Fails(Condition condition, RequestContext request)
    {
        var values = Shortened.List(condition.Values, MostValues);
        return $"{condition.Operator} {condition.Key} {values}, but it is {Value(condition, request)}";
    }

    public static string Value(Condition condition, RequestContext request) =>
        request.TryGet(ConditionKey.Of(condition.Key), out var found) ? string.Join(", ", found) : "not in the request";
}
