using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Backtest;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>Makes entries for findings that have none.</summary>
internal static class TriageUpdate
{
    /// <summary>The exit code.</summary>
    /// <param name="replay">What was replayed for the findings; null when nothing was, or only a part.</param>
    public static int Run(CliContext context, string folder, IEnumerable<string> findings, ReplayRecord? replay)
    {
        var bag = new DiagnosticBag();
        var added = TriageFiles.Add(context.Files, folder, findings, replay, bag);
        context.PrintFindings(bag.ToSorted());
        var entries = added == 1 ? "entry" : "entries";
        context.Error.WriteLine($"{folder}/: {added} new open {entries}");
        return bag.HasErrors ? ExitCodes.Errors : ExitCodes.Done;
    }
}
