using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>
/// Makes the calls of a plan. Each is logged before and after; what was changed is read back. A failure on one image stops no
/// other. A run that was killed is made good by planning and running again: what is done already needs no call.
/// </summary>
internal sealed class RemediateImages(
    IImageSharingReader reader,
    IImageSharingWriter writer,
    RemediationLog log,
    TimeProvider time,
    IProgress<StepOutcome>? progress = null
)
{
    private const int ImagesAtOnce = 16;

    /// <summary>EC2 is eventually consistent: a change shows after some seconds (EC2 API reference, "Eventual consistency").</summary>
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(4),
        TimeSpan.FromSeconds(8),
    ];

    private bool logFailed;

    /// <summary>What became of each step, in their order. Cancelled, the calls in flight are finished, and no other is begun.</summary>
    public async Task<ImmutableArray<StepOutcome>> Run(
        ImmutableArray<RemediationStep> steps,
        RemediationContext context,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        var outcomes = steps.Select(NotTried).ToArray();
        var options = new ParallelOptions { MaxDegreeOfParallelism = ImagesAtOnce, CancellationToken = cancel };
        try
        {
            await Parallel.ForAsync(
                0,
                steps.Length,
                options,
                async (i, _) => outcomes[i] = await Change(steps[i], context, bag)
            );
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // What was begun has ended by now, and is in the log; the caller knows that it cancelled.
        }
        return [.. outcomes];
    }

    private static StepOutcome NotTried(RemediationStep step) =>
        new(step, IsChanged: false, IsRecorded: false, Problem: null);

    /// <summary>
    /// Settles what a run that was killed has left: calls that are logged as begun and not as ended. Gives the number of those
    /// that had their effect.
    /// </summary>
    public async Task<int> MakeGood(DiagnosticBag bag, CancellationToken cancel)
    {
        var made = 0;
        foreach (var begun in log.Unfinished())
            if (await MakeGood(begun, bag, cancel))
                made++;
        return made;
    }

    /// <summary>True when the call had its effect, and the log says so now.</summary>
    private async Task<bool> MakeGood(RemediationEntry begun, DiagnosticBag bag, CancellationToken cancel)
    {
        ImmutableArray<LaunchPermission> now;
        try
        {
            now = await reader.DescribeLaunchPermissions(begun.Image, cancel);
        }
        catch (AwsException)
        {
            // It stays open, and the next run looks again.
            return false;
        }

        var had = begun.After.All(now.Contains) && !begun.Before.Except(begun.After).Any(now.Contains);
        if (!had)
        {
            const string noEffect = "the run was ended before the call had an effect";
            Log(begun with { Event = RemediationEvent.Failed, At = time.GetUtcNow(), Detail = noEffect }, bag);
            return false;
        }
        var success = begun.Undoes.Length > 0 ? RemediationEvent.Undone : RemediationEvent.Done;
        return Log(begun with { Event = success, At = time.GetUtcNow(), Detail = "" }, bag);
    }

    private async Task<StepOutcome> Change(RemediationStep step, RemediationContext context, DiagnosticBag bag)
    {
        if (!Log(Entry(step, context, RemediationEvent.Changing), bag))
            return NotTried(step);

        var refused = await Modify(step);
        var problem = await Verify(step, refused);
        var outcome = new StepOutcome(step, problem is null, IsRecorded: true, problem);
        progress?.Report(outcome);
        if (problem is null)
            return outcome with { IsRecorded = Log(Entry(step, context, context.Success), bag) };

        var failed = Entry(step, context, RemediationEvent.Failed) with { Detail = problem };
        outcome = outcome with { IsRecorded = Log(failed, bag) };
        lock (bag)
            bag.Report(
                RemediationDiagnostics.ChangeFailed,
                SourceLocation.OfFile(SourceText.Missing("AWS")),
                $"{step.Image}: {problem}",
                refused is null ? null : RemediationAdvice.For(refused)
            );
        return outcome;
    }

    private RemediationEntry Entry(RemediationStep step, RemediationContext context, RemediationEvent what) =>
        new(what, time.GetUtcNow(), context.Run, step.Image)
        {
            Who = context.Who,
            Before = step.Before,
            After = step.After,
            ApprovedBy = step.ApprovedBy,
            Ticket = step.Ticket,
            Reason = step.Reason,
            Undoes = step.Undoes,
        };

    /// <summary>
    /// Null when AWS took the call. The answer may have been lost, not the call: what AWS shows then decides. A call in flight is not cut
    /// off, for nobody would know whether it came through.
    /// </summary>
    private async Task<AwsFailure?> Modify(RemediationStep step)
    {
        try
        {
            await writer.ModifyLaunchPermissions(step.Image, step.Add, step.Remove, CancellationToken.None);
            return null;
        }
        catch (AwsException e)
        {
            return e.Failure;
        }
    }

    /// <summary>Null when AWS shows what was wanted; else what is wrong.</summary>
    private async Task<string?> Verify(RemediationStep step, AwsFailure? refused)
    {
        for (var attempt = 0; ; attempt++)
        {
            ImmutableArray<LaunchPermission> now;
            try
            {
                now = await reader.DescribeLaunchPermissions(step.Image, CancellationToken.None);
            }
            catch (AwsException e)
            {
                return refused?.Summary ?? $"changed, but not read back: {e.Failure.Summary}";
            }
            if (step.IsDone(now))
                return null;
            if (refused is not null)
                return refused.Summary;
            if (attempt == Waits.Length)
                return $"changed, but it still shows {Shown(now)}";
            await Task.Delay(Waits[attempt], time, CancellationToken.None);
        }
    }

    private static string Shown(ImmutableArray<LaunchPermission> permissions) =>
        permissions.IsEmpty ? "no launch permission" : string.Join(", ", permissions);

    /// <summary>After a failure nothing is done any more: what is not logged must not happen.</summary>
    private bool Log(RemediationEntry entry, DiagnosticBag bag)
    {
        lock (bag)
        {
            if (!logFailed)
                logFailed = !log.Add(entry, bag);
            return !logFailed;
        }
    }
}
