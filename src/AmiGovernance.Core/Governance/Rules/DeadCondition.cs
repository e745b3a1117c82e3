using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>Why one condition can never hold, so that its statement never fires.</summary>
internal static class DeadCondition
{
    /// <summary>
    /// Every request that an SCP decides carries them (IAM user guide, "AWS global condition context keys": "always included").
    /// </summary>
    private static readonly string[] AlwaysCarried =
    [
        "aws:CurrentTime",
        "aws:EpochTime",
        "aws:PrincipalAccount",
        "aws:PrincipalArn",
        "aws:PrincipalOrgID",
        "aws:PrincipalType",
        "aws:SecureTransport",
        "aws:userid",
    ];

    /// <summary>Null when the condition can hold, as far as is known.</summary>
    public static string? Reason(Statement statement, Condition condition, DateOnly asOf)
    {
        if (ConditionOperators.Split(condition.Operator) is not { } split)
            return null;
        if (split.Name == "Null" && IsTrue(condition) && IsAlwaysCarried(statement, condition.Key))
            return $"`{condition.Key}` is in every such request, and `Null` asks for one without it";
        if (AsksForServices(split.Name, condition))
            return "service control policies reach users and roles of accounts, and no AWS service itself"
                + " (Organizations user guide, \"SCPs\")";
        if (IsNoValue(condition, split.IfExists, split.Set))
            return $"`{condition.Key}` is `true` or `false`, never {string.Join(", ", condition.Values.Select(v => $"`{v}`"))}";
        if (HasPassed(split.Name, condition, asOf))
            return $"`{condition.Operator}` asks for a time before {string.Join(", ", condition.Values)}, which has passed";
        return
            condition.Key.Equals("ec2:Attribute/LaunchPermission", StringComparison.OrdinalIgnoreCase)
            && !KeyNeverCarried.IsNegated(condition)
            ? "`ec2:Attribute` cannot see launch permissions (Amazon EC2 user guide, \"Identity-based policies for Amazon EC2\")"
            : null;
    }

    private static bool IsNoValue(Condition condition, bool ifExists, string? set) =>
        !ifExists
        && set is null
        && !KeyNeverCarried.IsNegated(condition)
        && ActionTable.TypeOf(condition.Key) is { Type: "Bool" }
        && condition.Values.Length > 0
        && OperatorUnlikeKey.Impossible(condition).Count == condition.Values.Length;

    private static bool IsTrue(Condition condition) =>
        condition.Values.Length > 0 && condition.Values.All(v => v.Equals("true", StringComparison.OrdinalIgnoreCase));

    private static bool AsksForServices(string name, Condition condition) =>
        name == "Bool"
        && condition.Key.Equals("aws:PrincipalIsAWSService", StringComparison.OrdinalIgnoreCase)
        && IsTrue(condition);

    private static bool IsAlwaysCarried(Statement statement, string key) =>
        AlwaysCarried.Contains(key, StringComparer.OrdinalIgnoreCase) || OwnerList.IsOwnerOfImages(statement, key);

    /// <summary>
    /// `aws:CurrentTime` only grows. An end that lies on the day of the check has not passed for certain; an end that cannot be read is
    /// reported by AMI0318.
    /// </summary>
    private static bool HasPassed(string name, Condition condition, DateOnly asOf)
    {
        var isClock =
            condition.Key.Equals("aws:CurrentTime", StringComparison.OrdinalIgnoreCase)
            || condition.Key.Equals("aws:EpochTime", StringComparison.OrdinalIgnoreCase);
        if (!isClock || name is not ("DateLessThan" or "DateLessThanEquals" or "DateEquals"))
            return false;
        var start = new DateTimeOffset(asOf.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return condition.Values.Length > 0
            && condition.Values.All(v => ValueOperator.TryDate(v, out var end) && end < start);
    }
}
