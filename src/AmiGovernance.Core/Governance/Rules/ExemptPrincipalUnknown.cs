using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>
/// An exempt role without the path under which its service creates it, or of another partition: the exemption exempts nobody.
/// </summary>
internal static class ExemptPrincipalUnknown
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0223", Severity.Warning, "exempt role that nobody has"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        var partition = input.Config.Policy.Partition;
        foreach (var (principal, _) in ExemptPrincipals.Of(input.Config))
            if ((NoSuchPrincipal.Problem(principal.Arn) ?? OfAnotherPartition(principal.Arn, partition)) is { } problem)
                bag.Report(
                    Rule.Descriptor,
                    ExemptPrincipals.At(input, principal),
                    $"no caller ever has `{principal.Arn}`: {problem.Why}",
                    problem.Help
                );
    }

    private static (string Why, string Help)? OfAnotherPartition(string arn, Partition partition)
    {
        var name = partition.Name();
        return Wildcard.Matches(arn.Split(':')[1], name)
            ? null
            : (
                $"the organization is in the partition `{name}`",
                $"begin the ARN with `arn:{name}:`, or mend `partition`"
            );
    }
}
