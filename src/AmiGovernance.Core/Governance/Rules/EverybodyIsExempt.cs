using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>An exempt principal whose name says nothing: the policy that spares it binds nobody.</summary>
internal static class EverybodyIsExempt
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0229", Severity.Error, "exempt principal that everybody is"),
        Check
    );

    /// <summary>A role and a user of which nothing is known.</summary>
    private static readonly string[] Anybody = [PrincipalClasses.OrdinaryRole, "user/Some"];

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        foreach (var (principal, what) in ExemptPrincipals.Of(input.Config).Where(p => Matches(p.Principal.Arn)))
        {
            var kind = PrincipalArn.Resource(principal.Arn).Split('/')[0];
            bag.Report(
                Rule.Descriptor,
                ExemptPrincipals.At(input, principal),
                $"the {what} `{principal.Arn}` is every {kind} of every account that it matches in:"
                    + " the policies would bind none of them",
                "name the role or the user; an account that may do everything is a publisher"
            );
        }
    }

    /// <summary>Whether a principal of which nothing is known is it, in more than one account.</summary>
    internal static bool Matches(string pattern)
    {
        var parts = pattern.Split(':', 6);
        if (AccountId.IsValid(parts[4]))
            return false;
        return Anybody.Any(who => ArnPattern.Matches($"arn:*:iam::*:{parts[5]}", $"arn:aws:iam::000000000000:{who}"));
    }
}
