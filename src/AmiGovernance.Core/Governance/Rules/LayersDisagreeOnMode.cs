using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>An SCP cannot audit: while the declarative policy audits, the SCP must not deny launches, and the other way round.</summary>
internal static class LayersDisagreeOnMode
{
    public static readonly DistRule Rule = new(
        new DiagnosticDescriptor("AMI0317", Severity.Error, "the layers are in different modes"),
        Check
    );

    private static void Check(DistRuleInput input, DiagnosticBag bag)
    {
        if (input.Dist.Declarative?.State is not { } state || input.Dist.ServiceControlPolicies.IsEmpty)
            return;
        if (input.Dist.DeniesLaunches == (state == AllowedImagesState.Enabled))
            return;
        var launches = input.Dist.DeniesLaunches ? "denies launches" : "denies no launches";
        bag.Report(
            Rule.Descriptor,
            input.Dist.At(DistFiles.Scp),
            $"the declarative policy is `{state.Name()}`, but the service control policy {launches}",
            "run `amigov generate`: it writes both layers in one mode"
        );
    }
}
