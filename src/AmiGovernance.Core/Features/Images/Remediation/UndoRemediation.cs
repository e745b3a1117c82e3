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
        var runs = Runs(log)
            .Where(r => run is null || r.Name == run)
            .Select(r => r with { Calls = [.. r.Calls.Where(c => images.Count == 0 || images.Contains(c.Image.Id))] })
            .Where(r => !r.Calls.IsEmpty)
            .ToList();
        if (runs.Count == 0)
        {
            ReportNothing(run, bag);
            return null;
        }

        // The last run of which something is left to take back; where nothing is left of any, the last one.
        RemediationPlan? last = null;
        foreach (var one in runs)
        {
            var plan = await Plan(one, bag, cancel);
            if (!plan.Steps.IsEmpty || !plan.NotReached.IsEmpty)
                return plan;
            last ??= plan;
        }
        return last;
    }

    /// <param name="Calls">What was logged before each call that had its effect, or may have had it.</param>
    private sealed record Run(string Name, ImmutableArray<RemediationEntry> Calls);

    /// <summary>The runs that changed something and are not taken back yet, the last first.</summary>
    private static IEnumerable<Run> Runs(IReadOnlyList<RemediationEntry> log)
    {
        var undone = log.Where(e => e.Event == RemediationEvent.Undone).Select(e => (e.Image, e.Undoes)).ToHashSet();
        return log.Where(e => e.Undoes.Length == 0 && !undone.Contains((e.Image, e.Run)))
            .GroupBy(e => e.Run)
            .Select(run => new Run(run.Key, [.. Calls(run)]))
            .Reverse();
    }

    /// <summary>In one order, for the log has them as they ended.</summary>
    private static IEnumerable<RemediationEntry> Calls(IEnumerable<RemediationEntry> run) =>
        run.GroupBy(e => e.Image)
            .Select(Call)
            .OfType<RemediationEntry>()
            .OrderBy(e => e.Image.Account)
            .ThenBy(e => e.Image.Region)
            .ThenBy(e => e.Image.Id);

    /// <summary>
    /// What a call was to do stands in the entry before it: what the one after it says was read back may be the work of others too. Null
    /// where AWS refused it. One whose end was not logged counts, for it may have been made.
    /// </summary>
    private static RemediationEntry? Call(IEnumerable<RemediationEntry> entries) =>
        entries.Last().Event == RemediationEvent.Failed
            ? null
            : entries.LastOrDefault(e => e.Event == RemediationEvent.Changing) ?? entries.Last();

    private async Task<RemediationPlan> Plan(Run run, DiagnosticBag bag, CancellationToken cancel)
    {
        var (steps, notReached) = (new List<RemediationStep>(), new List<UnreachedImage>());
        foreach (var call in run.Calls)
            try
            {
                steps.Add(Step(call, await sharing.DescribeLaunchPermissions(call.Image, cancel)));
            }
            catch (AwsException e)
            {
                ReportNotReached(call.Image, e.Failure, bag);
                notReached.Add(new UnreachedImage(call.Image, e.Failure.Summary));
            }
        return new RemediationPlan([.. steps.Where(s => !s.IsEmpty)], steps.Count(s => s.IsEmpty), 0, 0)
        {
            Undoes = run.Name,
            NotReached = [.. notReached],
        };
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

    private static void ReportNotReached(ImagePlace image, AwsFailure failure, DiagnosticBag bag) =>
        bag.Report(
            RemediationDiagnostics.ImageNotReached,
            SourceLocation.OfFile(SourceText.Missing("AWS")),
            $"{image}: {failure.Summary}",
            RemediationAdvice.For(failure)
        );

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
