using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>An exempt role named for every account belongs to whoever may create a role of that name.</summary>
internal static class WildcardPrincipal
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0217", Severity.Warning, "exempt principal in any account"),
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
        var account = PrincipalArn.Account(principal.Arn);
        if (AccountId.IsValid(account))
            return;
        // Only IAM Identity Center can create roles under this path.
        if (PrincipalArn.Resource(principal.Arn).StartsWith("role/aws-reserved/", StringComparison.Ordinal))
            return;
        var where = account == "*" ? "any account" : "several accounts";
        bag.Report(
            Rule.Descriptor,
            ExemptPrincipals.At(input, principal),
            $"the {what} `{principal.Arn}` matches in {where}: whoever may create a role of this name is exempt",
            "name the account, or stop the creation of such roles with a policy of your own"
        );
    }
}
