using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Backtest;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>Makes entries for findings that have none, and opens those again that were decided on less.</summary>
internal static class TriageUpdate
{
    /// <summary>A replay of a part is no replay to the gate before enforcement: somebody must know why it stays closed.</summary>
    /// <param name="why">It was a part.</param>
    public static void SayNotRecorded(CliContext context, string folder, string why) =>
        context.Error.WriteLine(
            $"{folder}/{ReplayRecord.FileName} is not written: {why}, and the gate `violations` of `amigov promote` needs the whole"
        );

    /// <summary>The exit code.</summary>
    /// <param name="replay">What was replayed for the findings; null when nothing was, or only a part.</param>
    public static int Run(
        CliContext context,
        string folder,
        IEnumerable<(string Id, Verdict Verdict)> findings,
        ReplayRecord? replay
    )
    {
        var bag = new DiagnosticBag();
        var change = TriageFiles.Add(context.Files, folder, findings, replay, bag);
        context.PrintFindings(bag.ToSorted());
        var reopened =
            change.Reopened == 0
                ? ""
                : $", {change.Reopened} opened again: what was undecided when it was closed would be denied";
        context.Error.WriteLine(
            $"{folder}/: {Plural.Of(change.Added, "new open entry", "new open entries")}{reopened}"
        );
        return bag.HasErrors ? ExitCodes.Errors : ExitCodes.Done;
    }
}
