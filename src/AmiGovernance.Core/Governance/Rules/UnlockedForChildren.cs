using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>
/// Criteria combine with OR: a policy further down can add one and widen the list, or set another state, unless each node allows
/// child policies nothing (Organizations user guide, "Inheritance examples"; that it keeps out new criteria is not verified).
/// </summary>
internal static class UnlockedForChildren
{
    public static readonly DeclarativeRule Rule = new(
        new DiagnosticDescriptor("AMI0340", Severity.Warning, "settings that policies below can change"),
        Check
    );

    private static void Check(DeclarativeRuleInput input, DiagnosticBag bag)
    {
        if (input.Policy.State is null || DeclarativeLocks.FirstUnlocked(input.Tree.Root) is not { } pointer)
            return;
        bag.Report(
            Rule.Descriptor,
            input.AtSettings(),
            $"a policy of a unit or account below can change `{pointer}`, and so allow other images",
            $"give each node `\"{DeclarativeNodeReader.ChildControl}\": [\"@@none\"]`"
        );
    }
}
