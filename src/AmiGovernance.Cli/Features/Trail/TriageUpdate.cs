using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Backtest;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>Makes entries for findings that have none.</summary>
internal static class TriageUpdate
{
    /// <summary>A replay of a part is no replay to the gate before enforcement: somebody must know why it stays closed.</summary>
    public static void SayNotRecorded(CliContext context, string folder) =>
        context.Error.WriteLine(
            $"{folder}/{ReplayRecord.FileName} is not written: with --account or --region only a part was replayed, and the gate"
                + " `violations` of `amigov promote` needs the whole"
        );

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
