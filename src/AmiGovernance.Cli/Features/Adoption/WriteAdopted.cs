using System.Text;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Adoption;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Cli.Features.Adoption;

/// <summary>Writes the configuration that is proposed. One that is there is replaced by whoever has seen what changes.</summary>
internal static class WriteAdopted
{
    /// <summary>The exit code.</summary>
    public static int Run(AdoptionReport report, string file, bool yes, CliContext context, CancellationToken cancel)
    {
        var bag = new DiagnosticBag();
        var before = context.Files.Exists(file) ? context.Files.Read(file, bag) : null;
        var isAsItIs = before?.HasBytes(report.Configuration) == true;
        if (before is not null && !isAsItIs && !yes && !MayReplace(before, report, context, file, cancel))
            bag.Add(
                Diagnostic.About(
                    file,
                    OperationDiagnostics.WouldOverwrite,
                    "there is a configuration, and it is another one",
                    "`--yes` replaces it, `--out FILE` writes beside it"
                )
            );
        if (!bag.HasErrors && !isAsItIs && Replacement.IsAsRead(file, before, context.Files, bag))
            context.Files.Write("", [new GeneratedFile(file, report.Configuration)], bag);
        context.PrintFindings(bag.ToSorted());
        if (bag.HasErrors)
        {
            context.Error.WriteLine("nothing was written");
            return ExitCodes.Errors;
        }
        context.Error.WriteLine(
            isAsItIs ? $"✓ {Sanitize.Text(file)}: as it was" : $"✓ {Sanitize.Text(file)}: written; review it"
        );
        return ExitCodes.Done;
    }

    private static bool MayReplace(
        SourceText before,
        AdoptionReport report,
        CliContext context,
        string file,
        CancellationToken cancel
    )
    {
        if (!context.IsInteractive)
            return false;
        var (old, now) = (
            Encoding.UTF8.GetString(before.Bytes.Span),
            Encoding.UTF8.GetString(report.Configuration.Span)
        );
        foreach (var line in LineDiff.Between(old, now, context: 1))
            context.Error.WriteLine($"  {line.Mark} {Sanitize.Text(line.Text)}");
        return new Questions(context, Ask: true, cancel).YesNo(
            $"Replace {Sanitize.Text(file)}?",
            null,
            fallback: false
        );
    }
}
