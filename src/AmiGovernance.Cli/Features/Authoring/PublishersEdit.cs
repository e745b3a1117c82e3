using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Authoring;

namespace AmiGovernance.Cli.Features.Authoring;

/// <summary>Changes the allow list, and says what was done and what comes next.</summary>
internal static class PublishersEdit
{
    /// <summary>The exit code.</summary>
    /// <param name="change">False with a report when nothing is changed.</param>
    /// <param name="told">What was done, or would be by a dry run.</param>
    public static int Run(
        CliContext context,
        EditKind kind,
        Func<EditPublishers, DiagnosticBag, bool> change,
        params ReadOnlySpan<string> told
    )
    {
        var bag = new DiagnosticBag();
        var isDone = change(new EditPublishers(context.Files, context.Time.Today()), bag);
        context.PrintFindings(bag.ToSorted());
        if (!isDone)
        {
            context.Error.WriteLine("nothing was written");
            return ExitCodes.Errors;
        }
        foreach (var line in told)
            context.Out.WriteLine(line);
        if (kind == EditKind.DryRun)
            context.Out.WriteLine("nothing was written: the same command without `--dry-run` writes it");
        else
            context.Hints(context.Out).WriteLine("next: `amigov generate`, then `amigov validate`");
        return ExitCodes.Done;
    }
}
