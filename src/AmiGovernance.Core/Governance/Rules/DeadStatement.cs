using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>Why the parts of a statement together match no request.</summary>
internal static class DeadStatement
{
    /// <summary>Null when the statement can fire, as far as is known.</summary>
    public static string? Reason(Statement statement)
    {
        if (statement.ActionsExcluded && statement.Actions.Any(IsEverything))
            return "`NotAction` leaves no action";
        if (statement.ResourcesExcluded && statement.Resources.Any(IsEverything))
            return "`NotResource` leaves no resource";
        if (!statement.ActionsExcluded && statement.Actions.All(UnknownAction.NamesNoService))
            return "none of its actions names a service";

        var shut = statement.Conditions.FirstOrDefault(positive =>
            statement.Conditions.Any(negative => Excludes(negative, positive))
        );
        return shut is null
            ? null
            : $"`{shut.Operator}` on `{shut.Key}` asks for what a negated operator of the statement excludes";
    }

    private static bool IsEverything(string pattern) => pattern.All(c => c == '*');

    /// <summary>Whether no value can satisfy both conditions.</summary>
    private static bool Excludes(Condition negative, Condition positive)
    {
        if (!positive.Key.Equals(negative.Key, StringComparison.OrdinalIgnoreCase) || positive.Values.IsEmpty)
            return false;
        return (positive.Operator, negative.Operator) switch
        {
            ("StringEquals", "StringNotEquals") => positive.Values.All(v => negative.Values.Contains(v)),
            ("StringEquals", "StringNotLike") => positive.Values.All(v => IsLike(negative, v)),
            ("StringLike", "StringNotLike") => positive.Values.All(v => negative.Values.Contains(v)),
            ("ArnLike" or "ArnEquals", "ArnNotLike" or "ArnNotEquals") => positive.Values.All(v =>
                negative.Values.Contains(v)
            ),
            _ => false,
        };
    }

    private static bool IsLike(Condition negative, string value) =>
        !value.Contains("${", StringComparison.Ordinal) && negative.Values.Any(p => Wildcard.Matches(p, value));
}
