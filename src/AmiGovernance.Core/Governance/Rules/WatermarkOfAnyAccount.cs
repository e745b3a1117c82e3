using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>
/// A watermark key begins with the account that attached the watermark (AWS Organizations user guide, "EC2 policy syntax"); a wildcard
/// there accepts the watermark of any account.
/// </summary>
internal static class WatermarkOfAnyAccount
{
    public static readonly DeclarativeRule Rule = new(
        new DiagnosticDescriptor("AMI0342", Severity.Warning, "watermark of any account"),
        Check
    );

    private static void Check(DeclarativeRuleInput input, DiagnosticBag bag)
    {
        foreach (var criterion in input.Policy.Criteria)
        foreach (var watermark in criterion.Criteria?.Watermarks ?? [])
            if (Wildcard.HasWildcards(watermark.WatermarkKey.Split(':')[0]))
                bag.Report(
                    Rule.Descriptor,
                    input.At(criterion),
                    $"the watermark `{watermark.WatermarkKey}` can be attached by any account that the wildcard fits",
                    "name the account: `111122223333:approved-*`"
                );
    }
}
