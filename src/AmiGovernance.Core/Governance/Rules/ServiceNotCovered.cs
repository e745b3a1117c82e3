using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>
/// Resource control policies reach the resources of some services only (AWS Organizations user guide, "List of AWS services that support
/// RCPs"): an action of another one is never denied by them.
/// </summary>
internal static class ServiceNotCovered
{
    public static readonly PolicyRule Rule = new(
        new DiagnosticDescriptor("AMI0350", Severity.Warning, "service that resource control policies do not cover"),
        Check
    );

    private static void Check(PolicyRuleInput input, DiagnosticBag bag)
    {
        foreach (var statement in input.Policy.Statements)
            for (var i = 0; i < statement.Actions.Length; i++)
                if (IsLost(statement.Actions[i]))
                    bag.Report(
                        Rule.Descriptor,
                        input.AtAction(statement, i),
                        $"`{statement.Actions[i]}` is never denied: resource control policies do not cover its service",
                        "deny it in a service control policy"
                    );
    }

    /// <summary>Prefixes that AWS does not know are another rule's business.</summary>
    private static bool IsLost(string action)
    {
        var colon = action.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && ActionTable.Service(action[..colon]) is not null && !ResourceControlServices.Cover(action);
    }
}
