using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>An exempt role without the path under which its service creates it: the exemption exempts nobody.</summary>
internal static class ExemptPrincipalUnknown
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0223", Severity.Warning, "exempt role that nobody has"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        foreach (var principal in input.Config.BreakGlassPrincipals.Concat(input.Config.ImageCreationRoles ?? []))
            if (NoSuchPrincipal.Problem(principal.Arn) is { } problem)
                bag.Report(
                    Rule.Descriptor,
                    principal.Node is JsonObject entry ? input.At(entry, "arn") : input.At(principal.Node),
                    $"no caller ever has `{principal.Arn}`: {problem.Why}",
                    problem.Help
                );
    }
}
