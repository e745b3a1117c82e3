using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>An age of 0 days, which an image has on the day that it is made (EC2 API reference, `CreationDateCondition`).</summary>
internal static class CriterionOfNoAge
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0231", Severity.Warning, "criterion that hardly any image meets"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        var publishers = input.Config.Publishers.Select(p => ((JsonNode)p.Node, p.Criteria));
        var aliases = input.Config.Aliases.Select(a => ((JsonNode)a.Node, a.Criteria));
        foreach (var (node, criteria) in publishers.Concat(aliases))
            if (node is JsonObject entry && criteria is not null && IsOfNoAge(criteria))
                bag.Report(
                    Rule.Descriptor,
                    input.At(entry, "image_criteria"),
                    "an image is 0 days old on the day that it is made only: the criterion allows hardly any image",
                    "say how many days old an image may be, or leave the key out"
                );
    }

    private static bool IsOfNoAge(ImageCriteria criteria) =>
        criteria.MaximumDaysSinceCreated == 0
        || !criteria.Watermarks.IsEmpty
            && criteria.Watermarks.All(w =>
                w.MaximumDaysSinceSourceImageCreated == 0 || w.MaximumDaysSinceWatermarkCreated == 0
            );
}
