using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>A generated file is not there.</summary>
internal static class DistMissing
{
    public static readonly DistRule Rule = new(
        new DiagnosticDescriptor("AMI0401", Severity.Error, "generated file missing"),
        Check
    );

    private static void Check(DistRuleInput input, DiagnosticBag bag)
    {
        foreach (var file in input.Expected.Files.Where(f => !input.Dist.Files.ContainsKey(f.Path)))
            bag.Report(
                Rule.Descriptor,
                input.Dist.At(file.Path),
                "the file does not exist",
                "run `amigov generate` and commit the result"
            );
    }
}
