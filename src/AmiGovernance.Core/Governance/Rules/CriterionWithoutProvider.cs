using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>
/// A criterion that names no provider accepts images of anybody. AWS says to pair names with providers, for everybody can give an image
/// any name (Amazon EC2 user guide, "Control the discovery and use of AMIs with Allowed AMIs").
/// </summary>
internal static class CriterionWithoutProvider
{
    public static readonly DeclarativeRule Rule = new(
        new DiagnosticDescriptor("AMI0341", Severity.Warning, "criterion that names no provider"),
        Check
    );

    private static void Check(DeclarativeRuleInput input, DiagnosticBag bag)
    {
        foreach (var criterion in input.Policy.Criteria.Where(c => c.Providers.IsEmpty))
            bag.Report(
                Rule.Descriptor,
                input.At(criterion),
                $"`criteria_{criterion.Number}` names no provider: {What(criterion.Criteria)}",
                "list `allowed_image_providers`"
            );
    }

    private static string What(ImageCriteria? criteria) =>
        criteria switch
        {
            null => "it says nothing about images",
            { ImageNames.IsEmpty: false } => "anybody can give an image such a name",
            { Watermarks.IsEmpty: false } =>
                "an image made from an instance of a watermarked one carries the watermark too",
            { MarketplaceProductCodes.IsEmpty: false } => "only the product code keeps other publishers out",
            _ => "any image of that age is allowed, whoever made it",
        };
}
