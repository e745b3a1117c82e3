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

    private static StepOutcome NotTried(RemediationStep step) => new(step, StepResult.NotTried);

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
            // What a later run found before its own call tells more than what is there after it.
            now = log.FoundAfter(begun) ?? await reader.DescribeLaunchPermissions(begun.Image, cancel);
        }
        catch (AwsException)
        {
            // It stays open, and the next run looks again.
            return false;
        }

        var ended = begun with { At = time.GetUtcNow(), After = now };
        var had = begun.After.All(now.Contains) && !begun.Before.Except(begun.After).Any(now.Contains);
        if (had)
            return Log(ended with { Event = begun.SuccessEvent, Detail = "" }, bag);
        // Nobody knows whether the call was made and somebody took it back, or never was: its way back has to stay open.
        if (!log.IsUnknown(begun))
            Log(ended with { Event = RemediationEvent.Unknown, Detail = AfterKill(begun, now) }, bag);
        return false;
    }

    private static string AfterKill(RemediationEntry begun, ImmutableArray<LaunchPermission> now)
    {
        var seen = now.ToHashSet().SetEquals(begun.Before)
            ? "as before: the call had no effect, or somebody took it back"
            : "neither as before nor as planned: others have changed it";
        return $"the run was ended, and after it the image is {seen}; CloudTrail tells who called ModifyImageAttribute";
    }

    private async Task<StepOutcome> Change(RemediationStep step, RemediationContext context, DiagnosticBag bag)
    {
        var (outcome, cause) = await Try(step, context, bag);
        progress?.Report(outcome);
        if (outcome.Problem is null)
            return outcome;
        lock (bag)
            bag.Report(
                RemediationDiagnostics.ChangeFailed,
                SourceLocation.OfFile(SourceText.Missing("AWS")),
                $"{step.Image}: {outcome.Problem}",
                cause is null ? Advice(outcome.Result) : RemediationAdvice.For(cause)
            );
        return outcome;
    }

    private static string Advice(StepResult result) =>
        result == StepResult.Failed
            ? "no call was made for it: run the command again, which shows what is to be done now"
            : "look who else changes it:"
                + " `aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=ModifyImageAttribute`";

    /// <summary>How far the step got, and the answer of AWS that ended it.</summary>
    private async Task<(StepOutcome Outcome, AwsFailure? Cause)> Try(
        RemediationStep step,
        RemediationContext context,
        DiagnosticBag bag
    )
    {
        // Somebody may have changed it since it was shown: then nobody has confirmed this call, and the log would tell what was not.
        var found = await Look(step);
        if (found.Now is not { } now)
            return (new StepOutcome(step, StepResult.Failed, found.Failure?.Summary), found.Failure);
        if (!step.IsBefore(now))
            return (new StepOutcome(step, StepResult.Failed, $"changed since it was shown: now {Shown(now)}"), null);
        if (!Log(Entry(step, context, RemediationEvent.Changing), bag))
            return (NotTried(step), null);

        var refused = await Modify(step);
        var end = await End(step, context, refused);
        var isRecorded = Log(end, bag);
        if (end.Event == context.Success)
            return (new StepOutcome(step, isRecorded ? StepResult.Done : StepResult.NotRecorded), null);
        var result = end.Event == RemediationEvent.Failed ? StepResult.Failed : StepResult.Unknown;
        return (new StepOutcome(step, result, end.Detail), refused);
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

    /// <summary>What the log is told: what AWS shows decides, and not its answer, which may have been lost.</summary>
    private async Task<RemediationEntry> End(RemediationStep step, RemediationContext context, AwsFailure? refused)
    {
        var seen = await LookUntilDone(step, refused);
        if (seen.Now is { } now && step.IsAfter(now))
            return Entry(step, context, context.Success);

        if (refused is { HadNoEffect: true })
            return Entry(step, context, RemediationEvent.Failed) with
            {
                After = seen.Now ?? step.Before,
                Detail = refused.Summary,
            };
        var detail = seen.Now is { } other
            ? $"changed, but now {Shown(other)}"
            : $"changed, but not read back: {seen.Failure?.Summary}";
        return Entry(step, context, RemediationEvent.Unknown) with
        {
            After = seen.Now ?? step.After,
            Detail = refused?.Summary ?? detail,
        };
    }

    private sealed record Seen(ImmutableArray<LaunchPermission>? Now, AwsFailure? Failure = null);

    private async Task<Seen> Look(RemediationStep step)
    {
        try
        {
            return new Seen(await reader.DescribeLaunchPermissions(step.Image, CancellationToken.None));
        }
        catch (AwsException e)
        {
            return new Seen(null, e.Failure);
        }
    }

    /// <summary>After a call that AWS took it is waited for.</summary>
    private async Task<Seen> LookUntilDone(RemediationStep step, AwsFailure? refused)
    {
        for (var attempt = 0; ; attempt++)
        {
            var seen = await Look(step);
            if (seen.Now is not { } now || step.IsAfter(now) || refused is not null || attempt == Waits.Length)
                return seen;
            await Task.Delay(Waits[attempt], time, CancellationToken.None);
        }
    }

    private static string Shown(ImmutableArray<LaunchPermission> permissions) =>
        permissions.IsEmpty ? "it has no launch permission" : $"it has {string.Join(", ", permissions)}";

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
