using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>
/// A deny of `RunInstances` without a condition on a resource that every launch creates or uses: no launch is left, whatever the
/// image, for a call is allowed only when each of its resources is.
/// </summary>
internal static class DeniesEveryLaunch
{
    public static readonly PolicyRule Rule = new(
        new DiagnosticDescriptor("AMI0336", Severity.Warning, "deny that leaves no launch"),
        Check
    );

    private static readonly string[] Required = ["image", "instance", "network-interface", "security-group", "subnet"];

    private static void Check(PolicyRuleInput input, DiagnosticBag bag)
    {
        foreach (var statement in input.Policy.Statements.Where(IsPlain))
        foreach (var resource in statement.Resources.Where(r => Kind(r) is not null))
            bag.Report(
                Rule.Descriptor,
                input.At(statement.Node),
                $"every launch is authorized on `{Kind(resource)}` too: without a condition, `{resource}` denies all of them",
                "add the condition that was meant, or name the instances; to stop all launches, write `*`"
            );
    }

    private static bool IsPlain(Statement statement) =>
        statement is { Effect: Effect.Deny, ActionsExcluded: false, ResourcesExcluded: false, Conditions.IsEmpty: true }
        && statement.Actions.Any(a => Wildcard.Matches(a, "ec2:RunInstances", ignoreCase: true));

    /// <summary>The type, where the pattern covers every resource of a type that all launches have.</summary>
    private static string? Kind(string resource)
    {
        var isAnywhere =
            Arn.TryParse(resource, out var arn)
            && arn.Region is "*"
            && arn.Account is "*" or ""
            && arn.Service is "ec2";
        return isAnywhere ? Required.FirstOrDefault(type => arn.Resource == $"{type}/*") : null;
    }
}
