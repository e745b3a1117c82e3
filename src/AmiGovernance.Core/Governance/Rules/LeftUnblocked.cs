using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>
/// The state that restricts nothing: no account under it can restrict itself (AWS Organizations user guide, "EC2 policy syntax and
/// examples").
/// </summary>
internal static class LeftUnblocked
{
    public static readonly DeclarativeRule Rule = new(
        new DiagnosticDescriptor("AMI0348", Severity.Warning, "attribute that is set to its weakest state"),
        Check
    );

    private static void Check(DeclarativeRuleInput input, DiagnosticBag bag)
    {
        foreach (var attribute in DeclarativeAttributes.WithState)
            if (input.Policy.StateOf(attribute) == attribute.Weakest)
                bag.Report(
                    Rule.Descriptor,
                    input.At(attribute),
                    $"`{attribute.Name}` is `{attribute.Weakest}`: {attribute.States[0].Begins}",
                    "leave the attribute out, or set a state that blocks"
                );
    }
}
