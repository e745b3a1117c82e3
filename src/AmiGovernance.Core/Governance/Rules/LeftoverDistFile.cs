using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>An SCP part of an earlier generation that the configuration does not need any more.</summary>
internal static class LeftoverDistFile
{
    public static readonly DistRule Rule = new(
        new DiagnosticDescriptor("AMI0404", Severity.Warning, "leftover generated file"),
        Check
    );

    private static void Check(DistRuleInput input, DiagnosticBag bag)
    {
        var expected = input.Expected.Files.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var path in input.Dist.Files.Keys.Where(p => !expected.Contains(p)))
            bag.Report(
                Rule.Descriptor,
                input.Dist.At(path),
                "nothing generates this file any more",
                "run `amigov generate`, which removes it; detach and delete the policy made from it"
            );
    }
}
