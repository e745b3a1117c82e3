using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>`StringEquals` and its kin take `*` and `?` literally; an exemption written so exempts nobody.</summary>
public static class WildcardNotHonoured
{
    public static readonly PolicyRule Rule = new(
        new DiagnosticDescriptor("AMI0319", Severity.Warning, "wildcard in an operator that knows none"),
        Check
    );

    private static void Check(PolicyRuleInput input, DiagnosticBag bag)
    {
        foreach (var statement in input.Policy.Statements)
        foreach (var condition in statement.Conditions)
        {
            if (
                ConditionOperators.Split(condition.Operator) is not { } split
                || !split.Name.StartsWith("String", StringComparison.Ordinal)
                || split.Name.EndsWith("Like", StringComparison.Ordinal)
            )
                continue;
            foreach (
                var value in condition.Values.Where(v =>
                    Wildcard.HasWildcards(
                        v.Replace("${*}", "", StringComparison.Ordinal).Replace("${?}", "", StringComparison.Ordinal)
                    )
                )
            )
                bag.Report(
                    Rule.Descriptor,
                    input.At(condition.Node),
                    $"`{condition.Operator}` takes the wildcard in `{value}` literally",
                    $"use `{Like(condition)}`, which honours it{(KeyNeverCarried.IsNegated(condition) ? "; as it stands, the exemption exempts nobody" : "")}"
                );
        }
    }

    private static string Like(Condition condition)
    {
        var isArn = condition.Key.EndsWith("Arn", StringComparison.OrdinalIgnoreCase);
        return (isArn, KeyNeverCarried.IsNegated(condition)) switch
        {
            (true, true) => "ArnNotLike",
            (true, false) => "ArnLike",
            (false, true) => "StringNotLike",
            _ => "StringLike",
        };
    }
}
