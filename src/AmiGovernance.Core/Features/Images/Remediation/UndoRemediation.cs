using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>The rollback: the launch permissions that the log says were there before.</summary>
/// <param name="sharing">Reads launch permissions.</param>
public sealed class UndoRemediation(IImageSharingReader sharing)
{
    /// <summary>
    /// The calls that take a run back; null with a report when there is nothing to take back. What somebody changed since stays as
    /// it is: only what the run took away comes back, and only what it gave is taken away.
    /// </summary>
    /// <param name="log">The log, from its beginning.</param>
    /// <param name="run">Null for the last run that is not taken back yet.</param>
    /// <param name="images">Empty for all of the run.</param>
    /// <param name="bag">Takes the reports.</param>
    public async Task<RemediationPlan?> Plan(
        IReadOnlyList<RemediationEntry> log,
        string? run,
        IReadOnlyCollection<ImageId> images,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        var found = Changes(log, run, images);
        if (found.Count == 0)
        {
            ReportNothing(run, bag);
            return null;
        }

        var steps = new List<RemediationStep>();
        foreach (var entry in found)
            if (await Step(entry, bag, cancel) is { } step)
                steps.Add(step);
        return new RemediationPlan([.. steps.Where(s => !s.IsEmpty)], steps.Count(s => s.IsEmpty), 0, 0);
    }

    /// <summary>
    /// The last change of each image in the run that is not taken back yet. A change whose end was not logged counts, for the call
    /// may have been made.
    /// </summary>
    private static List<RemediationEntry> Changes(
        IReadOnlyList<RemediationEntry> log,
        string? run,
        IReadOnlyCollection<ImageId> images
    )
    {
        var undone = log.Where(e => e.Event == RemediationEvent.Undone).Select(e => (e.Image, e.Undoes)).ToHashSet();
        var changed = log.Where(e => e is { Event: RemediationEvent.Changing or RemediationEvent.Done, Undoes: "" })
            .Where(e => !undone.Contains((e.Image, e.Run)))
            .ToList();
        var chosen = run ?? changed.LastOrDefault()?.Run;
        return
        [
            .. changed
                .Where(e => e.Run == chosen)
                .Where(e => images.Count == 0 || images.Contains(e.Image.Id))
                .GroupBy(e => e.Image)
                .Select(g => g.Last()),
        ];
    }

    private static void ReportNothing(string? run, DiagnosticBag bag)
    {
        var what = run is null ? "nothing" : $"nothing of the run `{run}`";
        bag.Report(
            RemediationDiagnostics.NothingToUndo,
            SourceLocation.OfFile(SourceText.Missing(RemediationLog.Path)),
            $"the log holds {what} that could be taken back"
        );
    }

    /// <summary>Null with a report when the image cannot be read.</summary>
    private async Task<RemediationStep?> Step(RemediationEntry entry, DiagnosticBag bag, CancellationToken cancel)
    {
        try
        {
            return Step(entry, await sharing.DescribeLaunchPermissions(entry.Image, cancel));
        }
        catch (AwsException e)
        {
            bag.Report(
                RemediationDiagnostics.ImageNotReached,
                SourceLocation.OfFile(SourceText.Missing("AWS")),
                $"{entry.Image}: {e.Failure.Summary}",
                RemediationAdvice.For(e.Failure)
            );
            return null;
        }
    }

    private static RemediationStep Step(RemediationEntry entry, ImmutableArray<LaunchPermission> now)
    {
        var taken = entry.Before.Except(entry.After);
        var given = entry.After.Except(entry.Before);
        return new RemediationStep(entry.Image, now, [.. taken.Except(now).Order()], [.. given.Intersect(now).Order()])
        {
            ApprovedBy = entry.ApprovedBy,
            Ticket = entry.Ticket,
            Reason = entry.Reason,
            Undoes = entry.Run,
        };
    }
}
