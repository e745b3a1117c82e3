using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>What a rule on `dist/` looks at. <paramref name="Expected"/> is what the configuration gives today in the mode of `dist/`.</summary>
public sealed record DistRuleInput(GovernanceConfig Config, Dist Dist, GeneratedPolicies Expected);

public sealed record DistRule(DiagnosticDescriptor Descriptor, Action<DistRuleInput, DiagnosticBag> Check);

public static class DistRules
{
    public static readonly IReadOnlyList<DistRule> All =
    [
        AllowlistsDiffer.Rule,
        AllowlistUnlikeConfig.Rule,
        LayersDisagreeOnMode.Rule,
        DistMissing.Rule,
        DistStale.Rule,
        ModeUnlikeConfig.Rule,
        LeftoverDistFile.Rule,
    ];
}
