using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>The alias `amazon` stands for Amazon and its verified providers, which surprises those who mean Amazon Linux.</summary>
internal static class AmazonIncludesVerifiedProviders
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0219", Severity.Note, "`amazon` includes verified providers"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        foreach (var alias in input.Config.Aliases.Where(a => a.Alias == OwnerAlias.Amazon && a.Criteria is null))
            bag.Report(
                Rule.Descriptor,
                input.At(alias.Node),
                "`amazon` allows the images of Amazon and of its verified providers, of any age",
                "narrow it with `image_criteria`, such as `image_names` or `maximum_days_since_deprecated`"
            );
    }
}
