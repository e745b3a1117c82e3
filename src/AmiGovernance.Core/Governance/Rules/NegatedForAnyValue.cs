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
                $"`{condition.Operator}` is false when `{condition.Key}` is missing, and true as soon as one value is not listed",
                "leave `ForAnyValue:` out for a key with one value; for several, write `ForAllValues:` with a negated operator when none may be listed"
            );
    }

    internal static bool IsForAnyValue(string? set) =>
        string.Equals(set, "ForAnyValue", StringComparison.OrdinalIgnoreCase);

    private static bool IsNegatedForAny(Condition condition) =>
        ConditionOperators.Split(condition.Operator) is { } split
        && IsForAnyValue(split.Set)
        && KeyNeverCarried.IsNegated(condition);
}
