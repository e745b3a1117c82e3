using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>
/// A deny with a negated condition on a key that only some of the resources carry: on the others the key is missing, the
/// condition true and the call denied. `RunInstances` on `*` with `StringNotEquals ec2:Owner` denies every launch that way.
/// </summary>
internal static class DeniesWhatLacksTheKey
{
    public static readonly PolicyRule Rule = new(
        new DiagnosticDescriptor("AMI0320", Severity.Warning, "deny that also hits resources without the key"),
        Check
    );

    private static void Check(PolicyRuleInput input, DiagnosticBag bag)
    {
        foreach (
            var statement in input.Policy.Statements.Where(s =>
                s is { Effect: Effect.Deny, ActionsExcluded: false, ResourcesExcluded: false }
            )
        )
        foreach (
            var condition in statement.Conditions.Where(c =>
                IsTrueWithoutKey(c) && !KeyNeverCarried.NeverCarried(statement, c)
            )
        )
            if (WithoutKey(statement, condition) is { } found)
                bag.Report(
                    Rule.Descriptor,
                    input.At(condition.Node),
                    $"`{found.Action}` is authorized on {Names(found.Types)} too, which never carry `{condition.Key}`:"
                        + " they are denied whatever the value",
                    "name only the resources that carry the key, such as `arn:*:ec2:*::image/*` for `ec2:Owner` of images"
                );
    }

    /// <summary>The first few.</summary>
    private static string Names(IEnumerable<string> types) => string.Join(", ", types.Take(4).Select(t => $"`{t}`"));

    /// <summary>`Null` with `true` asks for just that; `ForAnyValue` is false without the key, whatever the operator.</summary>
    private static bool IsTrueWithoutKey(Condition condition)
    {
        if (ConditionOperators.Split(condition.Operator) is not { } split)
            return false;
        if (split.Name == "Null")
            return condition.Values.Any(v => v.Equals("true", StringComparison.OrdinalIgnoreCase));
        return KeyNeverCarried.IsNegated(condition) && !NegatedForAnyValue.IsForAnyValue(split.Set);
    }

    private static (string Action, List<string> Types)? WithoutKey(Statement statement, Condition condition)
    {
        foreach (var action in PolicyRuleInput.ActionsOf(statement).Where(a => !a.Carries(condition.Key, [])))
        {
            var resources = action.ResourcesMatching(Placeholder.AsPatterns(statement.Resources)).ToList();
            // Only required resources are in every request; an optional one may be left out.
            var without = resources
                .Where(r => r.Required && !action.Carries(condition.Key, [r]))
                .Select(r => r.Type.Name)
                .ToList();
            if (without.Count > 0 && resources.Any(r => action.Carries(condition.Key, [r])))
                return (action.FullName, without);
        }
        return null;
    }
}
