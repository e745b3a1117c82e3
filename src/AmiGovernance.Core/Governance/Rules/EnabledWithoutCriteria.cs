using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>Allowed AMIs without a criterion allows the account's own images alone.</summary>
internal static class EnabledWithoutCriteria
{
    public static readonly DeclarativeRule Rule = new(
        new DiagnosticDescriptor("AMI0343", Severity.Warning, "no criterion: only an account's own images are allowed"),
        Check
    );

    private static void Check(DeclarativeRuleInput input, DiagnosticBag bag)
    {
        var isOn = input.Policy.State is AllowedImagesState.Enabled or AllowedImagesState.AuditMode;
        if (isOn && input.Policy.Criteria.IsEmpty)
            bag.Report(
                Rule.Descriptor,
                input.AtSettings(),
                "the policy has no image criterion: no image but an account's own is allowed, not even Amazon's",
                "add a criterion, unless a policy above brings them"
            );
    }
}
