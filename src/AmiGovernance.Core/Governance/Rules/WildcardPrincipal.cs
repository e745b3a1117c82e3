using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>An exempt role that a pattern names belongs to whoever may create a role of such a name.</summary>
internal static class WildcardPrincipal
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0217", Severity.Warning, "exempt principal that a pattern names"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        foreach (var (principal, what) in ExemptPrincipals.Of(input.Config))
            // The services' own roles are meant for every account; roles of other names are not.
            if (principal.Service is null or "other" && !EverybodyIsExempt.Matches(principal.Arn))
                Check(input, bag, principal, what);
    }

    private static void Check(RuleInput input, DiagnosticBag bag, ExemptPrincipal principal, string what)
    {
        if (OpenPrincipal.Of(principal.Arn) is not { } open)
            return;
        var missing = AccountId.IsValid(PrincipalArn.Account(principal.Arn)) ? "principal" : "account";
        bag.Report(
            Rule.Descriptor,
            ExemptPrincipals.At(input, principal),
            $"the {what} {open} is exempt",
            $"name the {missing}, or stop the creation of such roles with a policy of your own"
        );
    }
}
