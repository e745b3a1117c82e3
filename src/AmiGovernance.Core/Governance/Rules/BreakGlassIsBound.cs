using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>A declarative policy knows no principals: break-glass principals launch no image that it blocks.</summary>
internal static class BreakGlassIsBound
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor(
            "AMI0225",
            Severity.Note,
            "break-glass principals are bound by the declarative policy"
        ),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        if (input.Config.BreakGlassPrincipals is not [var first, ..] all)
            return;
        bag.Report(
            Rule.Descriptor,
            input.At(first.Node),
            $"the declarative policy binds {Plural.Of(all.Length, "break-glass principal")} like everyone else:"
                + " once it is enforced, they launch no image that is not on the list",
            "in an emergency `amigov rollback --to audit_mode` opens both layers"
        );
    }
}
