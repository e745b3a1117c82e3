using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>
/// `ForAnyValue` with a negated operator: one value that differs is enough, and without the key the condition is false (IAM user
/// guide, "Set operators for multivalued context keys").
/// </summary>
internal static class NegatedForAnyValue
{
    public static readonly PolicyRule Rule = new(
        new DiagnosticDescriptor("AMI0338", Severity.Warning, "negated operator with `ForAnyValue`"),
        Check
    );

    private static void Check(PolicyRuleInput input, DiagnosticBag bag)
    {
        foreach (var condition in input.Policy.Statements.SelectMany(s => s.Conditions).Where(IsNegatedForAny))
            bag.Report(
                Rule.Descriptor,
                input.At(condition.Node),
                $"`{condition.Operator}` is {WithoutKey(condition)}, and true as soon as one value is not listed",
                "leave `ForAnyValue:` out for a key with one value; for several, write `ForAllValues:` with a negated operator when none may be listed"
            );
    }

    /// <summary>What `ForAnyValue` and `IfExists` together make of a missing key, AWS does not say.</summary>
    private static string WithoutKey(Condition condition)
    {
        var isDocumented = ConditionOperators.Split(condition.Operator) is { IfExists: false };
        return isDocumented
            ? $"false when `{condition.Key}` is missing"
            : $"false or true when `{condition.Key}` is missing, for AWS does not say which";
    }

    internal static bool IsForAnyValue(string? set) =>
        string.Equals(set, "ForAnyValue", StringComparison.OrdinalIgnoreCase);

    private static bool IsNegatedForAny(Condition condition) =>
        ConditionOperators.Split(condition.Operator) is { } split
        && IsForAnyValue(split.Set)
        && KeyNeverCarried.IsNegated(condition);
}
