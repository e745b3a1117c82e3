using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>Whom statements of the policies spare.</summary>
internal static class ExemptPrincipals
{
    /// <summary>Each with what it is called.</summary>
    public static IEnumerable<(ExemptPrincipal Principal, string What)> Of(GovernanceConfig config) =>
        [
            .. config.BreakGlassPrincipals.Select(p => (p, "break-glass principal")),
            .. (config.ImageCreationRoles ?? []).Select(p => (p, "image creation role")),
            .. (config.RestoreRoles ?? []).Select(p => (p, "restore role")),
        ];

    /// <summary>Where its ARN stands.</summary>
    public static SourceLocation At(RuleInput input, ExemptPrincipal principal) =>
        principal.Node is JsonObject entry ? input.At(entry, "arn") : input.At(principal.Node);
}
