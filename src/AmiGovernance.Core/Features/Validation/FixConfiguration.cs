using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Validation;

/// <summary>Fixes what has a safe fix in the configuration. Fixes can uncover others, so they are applied until none is left.</summary>
public static class FixConfiguration
{
    /// <summary>How many changes were made; with an error in the bag the file could not be written.</summary>
    /// <param name="mended">Takes the findings whose fixes were tried, in order.</param>
    /// <param name="bag">Takes what keeps the file from being written; not the findings of validation.</param>
    public static int Run(ValidateRequest request, IFileStore files, List<Diagnostic> mended, DiagnosticBag bag)
    {
        var changes = 0;
        while (Fixable(request, files) is [var first, ..] fixable)
        {
            mended.AddRange(fixable);
            var fixes = fixable.Select(d => d.Fix).OfType<TextFix>();
            var (bytes, applied) = TextFixes.Apply(first.Location.Source, fixes);
            if (!files.Write("", [new GeneratedFile(request.ConfigPath, bytes)], bag))
                return changes;
            changes += applied;
        }
        return changes;
    }

    private static List<Diagnostic> Fixable(ValidateRequest request, IFileStore files)
    {
        var bag = new DiagnosticBag();
        ValidateRepository.Run(request, files, null, bag);
        return
        [
            .. bag.ToSorted().Where(d => d.Fix is { IsSafe: true } && d.Location.Source.Path == request.ConfigPath),
        ];
    }
}
