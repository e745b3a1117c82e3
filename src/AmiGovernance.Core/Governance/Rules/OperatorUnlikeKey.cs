using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>
/// An operator that does not compare what the key holds (IAM Access Analyzer policy check reference, "Type mismatch"; the types are those
/// of the service authorization reference). Tags hold what people write, so their operators are theirs to choose.
/// </summary>
internal static class OperatorUnlikeKey
{
    public static readonly PolicyRule Rule = new(
        new DiagnosticDescriptor("AMI0351", Severity.Warning, "operator that does not fit the type of the key"),
        Check
    );

    /// <summary>Keys that AWS lists as strings and whose names say that they hold something else.</summary>
    private static readonly Dictionary<string, string[]> Named = new(StringComparer.Ordinal)
    {
        ["Date"] = ["Time", "Date"],
        ["IPAddress"] = ["Ip", "IP", "Address", "Cidr"],
        ["Numeric"] = ["Size", "Count", "Limit", "Seconds", "Age", "Days", "Port"],
    };

    private static void Check(PolicyRuleInput input, DiagnosticBag bag)
    {
        foreach (var statement in input.Policy.Statements)
        foreach (var condition in statement.Conditions)
            if (Problem(condition) is { } problem)
                bag.Report(
                    Rule.Descriptor,
                    input.At(condition.Node),
                    problem,
                    KeyNeverCarried.IsNegated(condition)
                        ? "nothing equals it, so the negated condition always holds"
                        : "nothing equals it, so the condition does not hold as it reads"
                );
    }

    private static string? Problem(Condition condition)
    {
        if (ConditionOperators.Split(condition.Operator) is not { } split)
            return null;
        if (ActionTable.TypeOf(condition.Key) is not { IsVariable: false } key)
            return null;
        var compared = Compared(split.Name);
        if (compared == "String")
            return Impossible(condition) is [var value, ..]
                ? $"`{value}` is no value of `{condition.Key}`, whose type is {key.Type}"
                : null;
        return compared is null || Fits(compared, key)
            ? null
            : $"`{condition.Operator}` does not fit `{condition.Key}`, whose type is {key.Type}";
    }

    /// <summary>Of a comparison of text, the values that no value of the key is, whatever the case.</summary>
    internal static IReadOnlyList<string> Impossible(Condition condition)
    {
        if (ConditionOperators.Split(condition.Operator) is not { } split || Compared(split.Name) != "String")
            return [];
        if (ActionTable.TypeOf(condition.Key) is not { IsVariable: false } key)
            return [];
        var isPattern = split.Name.EndsWith("Like", StringComparison.Ordinal);
        return [.. condition.Values.Where(v => !Placeholder.IsIn(v) && !IsOpen(v) && !CanBe(v, key, isPattern))];
    }

    /// <summary>A variable may stand for anything.</summary>
    private static bool IsOpen(string value) => value.Contains("${", StringComparison.Ordinal);

    private static bool CanBe(string value, ListedKey key, bool isPattern)
    {
        if (!isPattern)
            return key.CanBe(value);
        return key.Type != "Bool"
            || Wildcard.Matches(value, "true", ignoreCase: true)
            || Wildcard.Matches(value, "false", ignoreCase: true);
    }

    /// <summary>The type that an operator compares; null for those that take any.</summary>
    private static string? Compared(string name) =>
        name switch
        {
            "Bool" => "Bool",
            "IpAddress" or "NotIpAddress" => "IPAddress",
            _ when name.StartsWith("String", StringComparison.Ordinal) => "String",
            _ when name.StartsWith("Numeric", StringComparison.Ordinal) => "Numeric",
            _ when name.StartsWith("Date", StringComparison.Ordinal) => "Date",
            _ when name.StartsWith("Arn", StringComparison.Ordinal) => "ARN",
            _ => null,
        };

    /// <summary>
    /// `aws:EpochTime` takes operators on numbers too (IAM user guide, "AWS global condition context keys"); ARNs stand in keys that AWS
    /// lists as strings.
    /// </summary>
    private static bool Fits(string compared, ListedKey key)
    {
        if (compared == key.Type || compared == "ARN" && key.Type == "String")
            return true;
        if (compared == "Numeric" && key.Name == "aws:EpochTime")
            return true;
        return key.Type == "String"
            && Named.TryGetValue(compared, out var words)
            && words.Any(w => key.Name.Contains(w, StringComparison.Ordinal));
    }
}
