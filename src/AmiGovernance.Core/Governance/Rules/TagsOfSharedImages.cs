using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>
/// A launch deny on the tags of the image. Tags of a shared image are not visible to the accounts that it is shared with (Amazon EC2
/// user guide, "Share an AMI with organizations and organizational units"), so they see only tags of their own.
/// </summary>
internal static class TagsOfSharedImages
{
    public static readonly PolicyRule Rule = new(
        new DiagnosticDescriptor("AMI0337", Severity.Warning, "launch deny on tags that sharing does not carry"),
        Check
    );

    private static void Check(PolicyRuleInput input, DiagnosticBag bag)
    {
        foreach (var statement in input.Policy.Statements.Where(IsLaunchOfImages))
        foreach (var condition in statement.Conditions.Where(IsTag))
            bag.Report(
                Rule.Descriptor,
                input.At(condition.Node),
                $"`{condition.Key}` sees the tags of the account that launches; those of the image's owner are not shared with it",
                KeyNeverCarried.IsNegated(condition)
                    ? "every shared image is denied unless the account tagged it itself; use `ec2:Owner`, or watermarks in a declarative policy"
                    : "whoever launches sets these tags; use `ec2:Owner`, or watermarks in a declarative policy"
            );
    }

    private static bool IsLaunchOfImages(Statement statement) =>
        statement is { Effect: Effect.Deny, ResourcesExcluded: false }
        && statement.Resources.Any(r => r.Contains(":image/", StringComparison.Ordinal))
        && OwnerList.LaunchActions(statement).Any();

    private static bool IsTag(Condition condition) =>
        condition.Key.StartsWith("ec2:ResourceTag/", StringComparison.OrdinalIgnoreCase)
        || condition.Key.StartsWith("aws:ResourceTag/", StringComparison.OrdinalIgnoreCase);
}
