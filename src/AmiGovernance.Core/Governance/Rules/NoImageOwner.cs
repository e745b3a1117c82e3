using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>A value that `ec2:Owner` never has: whoever is meant by it is not on the list.</summary>
internal static class NoImageOwner
{
    public static readonly PolicyRule Rule = new(
        new DiagnosticDescriptor("AMI0330", Severity.Warning, "value that `ec2:Owner` never has"),
        Check
    );

    private static void Check(PolicyRuleInput input, DiagnosticBag bag)
    {
        foreach (var condition in input.Policy.Statements.SelectMany(s => s.Conditions).Where(IsText))
        foreach (var value in condition.Values.Where(v => !OwnerList.CanBe(v, IgnoresCase(condition))))
            bag.Report(
                Rule.Descriptor,
                input.At(condition.Node),
                $"`{value}` is never the owner of an image in `ec2:Owner`",
                Advice(value)
            );
    }

    private static bool IsText(Condition condition) =>
        OwnerList.IsOwner(condition)
        && ConditionOperators.Split(condition.Operator) is { } split
        && split.Name.StartsWith("String", StringComparison.Ordinal);

    private static bool IgnoresCase(Condition condition) =>
        condition.Operator.Contains("IgnoreCase", StringComparison.OrdinalIgnoreCase);

    private static string Advice(string value)
    {
        if (value.Equals("self", StringComparison.OrdinalIgnoreCase))
            return "`self` is a value of DescribeImages; the caller's own account is `${aws:PrincipalAccount}`";
        if (OwnerId.TryParse(value.ToLowerInvariant(), out var owner) && owner.Alias is { } alias)
            return $"IAM spells this alias `{alias.IamName()}`";
        return Arn.TryParse(value, out var arn) && AccountId.IsValid(arn.Account)
            ? $"it is an account id, not an ARN: `{arn.Account}`"
            : "it is an account id of 12 digits, `amazon` or `aws-marketplace`";
    }
}
