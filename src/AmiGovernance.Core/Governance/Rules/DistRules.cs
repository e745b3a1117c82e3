using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>What a rule on `dist/` looks at.</summary>
/// <param name="Expected">What the configuration gives today in the mode of `dist/`.</param>
internal sealed record DistRuleInput(GovernanceConfig Config, Dist Dist, GeneratedPolicies Expected);

internal sealed record DistRule(DiagnosticDescriptor Descriptor, Action<DistRuleInput, DiagnosticBag> Check);

internal static class DistRules
{
    public static readonly IReadOnlyList<DistRule> All =
    [
        AllowlistsDiffer.Rule,
        LayersDisagreeOnMode.Rule,
        DistMissing.Rule,
        DistStale.Rule,
        ModeUnlikeConfig.Rule,
        LeftoverDistFile.Rule,
    ];
}
