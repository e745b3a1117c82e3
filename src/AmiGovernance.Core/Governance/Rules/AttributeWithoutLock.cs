using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>
/// A policy further down may change what carries no lock (AWS Organizations user guide, "Inheritance operators": by default all operators
/// are allowed). Criteria combine with OR, so that a further one widens the list; that the lock keeps out new criteria is not verified.
/// </summary>
internal static class AttributeWithoutLock
{
    public static readonly DeclarativeRule Rule = new(
        new DiagnosticDescriptor("AMI0349", Severity.Warning, "attribute that policies below can change"),
        Check
    );

    private static void Check(DeclarativeRuleInput input, DiagnosticBag bag)
    {
        foreach (var attribute in DeclarativeAttributes.Governed)
            if (attribute.In(input.Tree.Root) is { } node && DeclarativeLocks.FirstUnlockedIn(node) is { } open)
                bag.Report(
                    Rule.Descriptor,
                    input.Tree.At(open),
                    $"a policy further down may change `{open.Pointer}`",
                    $"add `\"{DeclarativeNodeReader.ChildControl}\": [\"@@none\"]` to it and to every node below"
                );
    }
}
