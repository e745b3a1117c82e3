using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>
/// A value that `aws:PrincipalArn` never has. For an assumed role it is the ARN of the role with its path, never that of the session
/// (IAM user guide, "AWS global condition context keys", aws:PrincipalArn).
/// </summary>
internal static class NoSuchPrincipal
{
    public static readonly PolicyRule Rule = new(
        new DiagnosticDescriptor("AMI0335", Severity.Warning, "principal ARN that nobody has"),
        Check
    );

    /// <summary>The path stands in the services' own documentation of the role.</summary>
    private static readonly (string Name, string Path)[] Paths =
    [
        ("AWSReservedSSO_", "aws-reserved/sso.amazonaws.com/*"),
        ("AWSBackupDefaultServiceRole", "service-role/"),
        ("AWSServiceRoleFor", "aws-service-role/*/"),
    ];

    private static void Check(PolicyRuleInput input, DiagnosticBag bag)
    {
        foreach (var condition in input.Policy.Statements.SelectMany(s => s.Conditions).Where(IsPrincipalArn))
        foreach (var value in condition.Values)
            if (Problem(value) is { } problem)
                bag.Report(
                    Rule.Descriptor,
                    input.At(condition.Node),
                    $"`{value}` is never in `aws:PrincipalArn`: {problem.Why}",
                    problem.Help
                );
    }

    private static bool IsPrincipalArn(Condition condition) =>
        condition.Key.Equals("aws:PrincipalArn", StringComparison.OrdinalIgnoreCase);

    /// <summary>Null when some principal can have the ARN.</summary>
    internal static (string Why, string Help)? Problem(string value)
    {
        if (PrincipalArn.IsAssumedRoleSession(value))
            return (
                "it carries the ARN of the role, not that of the session",
                "write `arn:aws:iam::ACCOUNT:role/NAME`, with the path of the role"
            );
        var at = value.IndexOf(":role/", StringComparison.Ordinal);
        if (at < 0)
            return null;
        var role = value[(at + ":role/".Length)..];
        var (name, path) = Paths.FirstOrDefault(p => role.StartsWith(p.Name, StringComparison.Ordinal));
        return name is null
            ? null
            : ($"the role lies under the path `{path}`", $"write `{value[..at]}:role/{path}{role}`");
    }
}
