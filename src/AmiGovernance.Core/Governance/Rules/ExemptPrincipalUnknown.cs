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
        var config = input.Config;
        foreach (
            var principal in config
                .BreakGlassPrincipals.Concat(config.ImageCreationRoles ?? [])
                .Concat(config.RestoreRoles ?? [])
        )
            if (NoSuchPrincipal.Problem(principal.Arn) is { } problem)
                bag.Report(
                    Rule.Descriptor,
                    principal.Node is JsonObject entry ? input.At(entry, "arn") : input.At(principal.Node),
                    $"no caller ever has `{principal.Arn}`: {problem.Why}",
                    problem.Help
                );
    }
}
