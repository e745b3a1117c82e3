using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>An action that AWS does not know: the statement says nothing about the one that was meant.</summary>
internal static class UnknownAction
{
    public static readonly PolicyRule Rule = new(
        new DiagnosticDescriptor("AMI0304", Severity.Warning, "unknown action"),
        Check
    );

    private static void Check(PolicyRuleInput input, DiagnosticBag bag)
    {
        foreach (var statement in input.Policy.Statements)
            for (var i = 0; i < statement.Actions.Length; i++)
                if (NamesNoService(statement.Actions[i]))
                    // IAM Access Analyzer finds an error in it too ("Invalid service in action").
                    bag.Report(
                        Rule.Descriptor,
                        input.AtAction(statement, i),
                        $"`{statement.Actions[i]}` names no service",
                        "the part before the colon is one service's prefix, without wildcards",
                        severity: Severity.Error
                    );
                else if (Problem(statement.Actions[i]) is { } problem)
                    bag.Report(Rule.Descriptor, input.AtAction(statement, i), problem.Message, problem.Help);
    }

    /// <summary>A wildcard stands where the prefix of one service belongs.</summary>
    public static bool NamesNoService(string action) =>
        ActionTable.PrefixOf(action) is { } prefix && Wildcard.HasWildcards(prefix);

    /// <summary>Null when the table knows the action, or some action that the pattern matches.</summary>
    internal static (string Message, string? Help)? Problem(string action)
    {
        // `*` and malformed actions are the parser's business.
        if (ActionTable.PrefixOf(action) is not { } prefix)
            return null;
        var name = action[(prefix.Length + 1)..];
        if (ActionTable.Service(prefix) is not { } service)
            return (
                $"AWS has no service with the prefix `{prefix}`",
                DidYouMean(Suggestion.For(prefix, ActionTable.ServicePrefixes()))
            );
        if (PolicyRuleInput.Matching(action).Any())
            return null;
        return Wildcard.HasWildcards(name)
            ? ($"`{action}` matches no action of `{prefix}`", null)
            : (
                $"`{prefix}` has no action `{name}`",
                DidYouMean(Suggestion.For(name, service.All.Select(a => a.Name).Order(StringComparer.Ordinal)))
            );
    }

    private static string DidYouMean(string? nearest) =>
        nearest is null
            ? "it may be newer than our table; see `amigov docs action-table`"
            : $"did you mean `{nearest}`?";
}
