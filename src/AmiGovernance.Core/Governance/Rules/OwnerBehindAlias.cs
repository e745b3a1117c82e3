using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>
/// A publisher listed by number whose images carry an owner alias: `ec2:Owner` is the alias then, so its images are denied.
/// </summary>
internal static class OwnerBehindAlias
{
    public static readonly PolicyRule Rule = new(
        new DiagnosticDescriptor("AMI0331", Severity.Warning, "owner listed by number that has an alias"),
        Check
    );

    private static void Check(PolicyRuleInput input, DiagnosticBag bag)
    {
        foreach (var condition in input.Policy.Statements.Select(OwnerList.Allowed).OfType<Condition>())
        foreach (var value in condition.Values)
            if (KnownPublishers.Of(value) is { Alias: { } alias } found && !Lists(condition, alias))
                bag.Report(
                    Rule.Descriptor,
                    input.At(condition.Node),
                    $"images of `{value}` ({found.Publisher}) {found.Carry} the owner alias `{alias.IamName()}`:"
                        + (
                            found.IsUnverified
                                ? " this number would match none then"
                                : " `ec2:Owner` is never this number"
                        ),
                    $"list `{alias.IamName()}`, which also stands for everybody else whose images carry it; {found.Certainty}"
                );
    }

    private static bool Lists(Condition condition, OwnerAlias alias) =>
        condition.Values.Any(v => Wildcard.Matches(v, alias.IamName(), ignoreCase: true));
}
