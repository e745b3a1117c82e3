using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>The way back: the launch permissions that the log says were there before.</summary>
public sealed class UndoRemediation(IImageSharing sharing)
{
    /// <summary>
    /// The calls that take a run back. A change whose end was not logged counts, for the call may have been made. What somebody
    /// changed since stays as it is: only what the run took away comes back, and only what it gave is taken away.
    /// </summary>
    /// <param name="run">Null for the last run that is not taken back yet.</param>
    /// <param name="images">Empty for all of the run.</param>
    public async Task<RemediationPlan?> Plan(
        IReadOnlyList<RemediationEntry> log,
        string? run,
        IReadOnlyCollection<string> images,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        var changed = log.Where(e => e is { Event: RemediationEvent.Changing or RemediationEvent.Done, Undoes: "" })
            .ToList();
        var undone = log.Where(e => e.Event == RemediationEvent.Undone).Select(e => (e.Place, e.Undoes)).ToHashSet();
        var chosen = run ?? changed.LastOrDefault(e => !undone.Contains((e.Place, e.Run)))?.Run;
        var found = changed
            .Where(e =>
                e.Run == chosen
                && (images.Count == 0 || images.Contains(e.ImageId))
                && !undone.Contains((e.Place, e.Run))
            )
            .GroupBy(e => e.Place)
            .Select(g => g.Last())
            .ToList();
        if (found.Count == 0)
        {
            bag.Report(
                ImagesDiagnostics.NothingToUndo,
                SourceLocation.OfFile(SourceText.Missing(RemediationLog.Path)),
                run is null
                    ? "the log holds nothing that could be taken back"
                    : $"the log holds nothing of the run `{run}` that could be taken back"
            );
            return null;
        }
        var steps = new List<RemediationStep>();
        foreach (var entry in found)
        {
            try
            {
                var now = await sharing.DescribeLaunchPermissions(entry.Account, entry.Region, entry.ImageId, cancel);
                steps.Add(
                    new RemediationStep(
                        entry.Account,
                        entry.Region,
                        entry.ImageId,
                        now,
                        [.. entry.Before.Except(entry.After).Except(now).Order()],
                        [.. entry.After.Except(entry.Before).Intersect(now).Order()]
                    )
                    {
                        ApprovedBy = entry.ApprovedBy,
                        Ticket = entry.Ticket,
                        Reason = entry.Reason,
                        Undoes = entry.Run,
                    }
                );
            }
            catch (AwsException e)
            {
                bag.Report(
                    ImagesDiagnostics.ImageNotReached,
                    SourceLocation.OfFile(SourceText.Missing("AWS")),
                    $"{entry.ImageId} in {entry.Account} {entry.Region}: {e.Failure.Summary}",
                    PlanRemediation.Advice(e)
                );
            }
        }
        return new RemediationPlan([.. steps.Where(s => !s.IsEmpty)], steps.Count(s => s.IsEmpty), 0, 0);
    }
}
