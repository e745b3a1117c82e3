using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>`StringEquals` and its kin take `*` and `?` literally; an exemption written so exempts nobody.</summary>
internal static class WildcardNotHonoured
{
    public static readonly PolicyRule Rule = new(
        new DiagnosticDescriptor("AMI0319", Severity.Warning, "wildcard in an operator that knows none"),
        Check
    );

    private static void Check(PolicyRuleInput input, DiagnosticBag bag)
    {
        foreach (var condition in input.Policy.Statements.SelectMany(s => s.Conditions).Where(TakesWildcardsLiterally))
        foreach (var value in condition.Values.Where(HasWildcards))
            bag.Report(
                Rule.Descriptor,
                input.At(condition.Node),
                $"`{condition.Operator}` takes the wildcard in `{value}` literally",
                Advice(condition)
            );
    }

    private static bool TakesWildcardsLiterally(Condition condition) =>
        ConditionOperators.Split(condition.Operator) is { } split
        && split.Name.StartsWith("String", StringComparison.Ordinal)
        && !split.Name.EndsWith("Like", StringComparison.Ordinal);

    /// <summary>`${*}` and `${?}` stand for the characters themselves.</summary>
    private static bool HasWildcards(string value) =>
        Wildcard.HasWildcards(
            Placeholder
                .Removed(value)
                .Replace("${*}", "", StringComparison.Ordinal)
                .Replace("${?}", "", StringComparison.Ordinal)
        );

    private static string Advice(Condition condition)
    {
        var advice = $"use `{Like(condition)}`, which honours it";
        return KeyNeverCarried.IsNegated(condition) ? $"{advice}; as it stands, the exemption exempts nobody" : advice;
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
