using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>Owners are denied for some of the actions that launch an image and not for the others.</summary>
internal static class OwnerDenyLeavesActions
{
    public static readonly PolicyRule Rule = new(
        new DiagnosticDescriptor("AMI0339", Severity.Warning, "launch actions without the deny on owners"),
        Check
    );

    private static void Check(PolicyRuleInput input, DiagnosticBag bag)
    {
        var denies = input
            .Policy.Statements.Where(s => s.Effect == Effect.Deny && s.Conditions.Any(OwnerList.IsOwner))
            .ToList();
        var covered = denies.SelectMany(OwnerList.LaunchActions).ToHashSet(StringComparer.Ordinal);
        var denied = input.Policy.Statements.Where(IsPlainDeny).SelectMany(OwnerList.LaunchActions);
        var missing = GuardedActions.Launch.Except(covered).Except(denied).ToList();
        if (covered.Count == 0 || missing.Count == 0)
            return;
        var left = string.Join(", ", missing.Select(a => $"`{a}`"));
        bag.Report(
            Rule.Descriptor,
            input.At(denies.First(s => OwnerList.LaunchActions(s).Any()).Node),
            $"the deny on owners covers {covered.Count} of {GuardedActions.Launch.Length} actions that launch an image;"
                + $" it leaves out {left}",
            "these calls are authorized on the image too and carry `ec2:Owner`; add them, or deny them in another policy"
        );
    }

    private static bool IsPlainDeny(Statement statement) =>
        statement.Effect == Effect.Deny && statement.Conditions.IsEmpty;
}
