using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>The allow list in `dist/` is not the one that the configuration gives today.</summary>
internal static class AllowlistUnlikeConfig
{
    public static readonly DistRule Rule = new(
        new DiagnosticDescriptor("AMI0316", Severity.Error, "allowlist unlike the configuration"),
        Check
    );

    private static void Check(DistRuleInput input, DiagnosticBag bag)
    {
        if (input.Dist.Declarative is null)
            return;
        var expected = input
            .Expected.Declarative.Criteria.SelectMany(c => c.Providers)
            .ToHashSet(StringComparer.Ordinal);
        var found = input.Dist.DeclarativeProviders;
        var extra = found.Where(p => !expected.Contains(p)).ToList();
        var missing = expected.Where(p => !found.Contains(p)).ToList();
        if (extra.Count == 0 && missing.Count == 0)
            return;
        bag.Report(
            Rule.Descriptor,
            input.Dist.At(DistFiles.Declarative),
            $"the allow list is not the configuration's: "
                + AllowlistsDiffer.Describe(("not allowed any more", extra), ("missing", missing)),
            "run `amigov generate` and commit the result"
        );
    }
}
