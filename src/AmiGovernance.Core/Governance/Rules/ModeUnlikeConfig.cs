using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>`dist/` was generated in another mode than `policy_config.enforcement_mode` says.</summary>
internal static class ModeUnlikeConfig
{
    public static readonly DistRule Rule = new(
        new DiagnosticDescriptor("AMI0403", Severity.Warning, "mode unlike the configuration"),
        Check
    );

    private static void Check(DistRuleInput input, DiagnosticBag bag)
    {
        if (
            input.Config.Policy.EnforcementMode is not { } wanted
            || input.Dist.Declarative?.State is not { } found
            || wanted == found
        )
            return;
        bag.Report(
            Rule.Descriptor,
            input.Dist.At(DistFiles.Declarative),
            $"the policies are in `{found.Name()}`; the configuration says `{wanted.Name()}`",
            found == AllowedImagesState.Enabled
                ? "set `policy_config.enforcement_mode` to `enabled` once enforcement is meant to stay"
                : "`amigov generate --mode enabled` generates what `amigov promote` enforces; or set `policy_config.enforcement_mode` to `audit_mode`"
        );
    }
}
