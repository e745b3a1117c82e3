using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>Making images is denied for CreateImage and not for other ways that bring an image into an account.</summary>
internal static class CreationDenyLeavesWays
{
    public static readonly PolicyRule Rule = new(
        new DiagnosticDescriptor("AMI0345", Severity.Warning, "ways to make images without the deny"),
        Check
    );

    private static void Check(PolicyRuleInput input, DiagnosticBag bag)
    {
        var denies = input.Policy.Statements.Where(s => s.Effect == Effect.Deny).ToList();
        var first = denies.FirstOrDefault(d => Covers(d, "ec2:CreateImage"));
        var missing = GuardedActions.Creation.Where(a => !denies.Exists(d => Covers(d, a))).ToList();
        if (first is null || missing.Count == 0)
            return;
        var left = string.Join(", ", missing.Select(a => $"`{a}`"));
        var are = missing.Count == 1 ? "is" : "are";
        bag.Report(
            Rule.Descriptor,
            input.At(first.Node),
            $"`ec2:CreateImage` is denied, and {left} {are} not",
            "these calls bring an image, or the disk that becomes one, into an account too; add them, or deny them in another policy"
        );
    }

    private static bool Covers(Statement statement, string action) =>
        statement.Actions.Any(p => Wildcard.Matches(p, action, ignoreCase: true)) != statement.ActionsExcluded;
}
