using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>`usable_by` is kept by the SCP alone: service-linked roles and audit mode are outside it.</summary>
internal static class UsableByNeedsScp
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0220", Severity.Note, "`usable_by` is kept by the SCP alone"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        foreach (var exception in input.Config.Exceptions.Where(e => !e.UsableBy.IsEmpty && e.IsActive(input.AsOf)))
            bag.Report(
                Rule.Descriptor,
                input.At(exception.Node, "usable_by"),
                $"only the service control policy keeps the images of {exception.AccountId} from other accounts; launches by service-linked roles (Auto Scaling, Spot) are outside it",
                "the owner decides too: images that are not shared with an account cannot be launched there"
            );
    }
}
