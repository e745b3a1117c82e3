using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <param name="Run">Names the run in the log.</param>
/// <param name="Who">The ARN that AWS knows the caller by.</param>
public sealed record RemediationContext(string Run, string Who);

/// <param name="Done">Changed, read back and as planned.</param>
public sealed record RemediationResult(int Done, int Failed);

/// <summary>
/// Makes the calls of a plan. Each is logged before and after; what was changed is read back. A failure on one image stops no
/// other. A run that was killed is made good by planning and running again: what is done already needs no call.
/// </summary>
public sealed class RemediateImages(
    IImageSharing sharing,
    RemediationLog log,
    TimeProvider time,
    IProgress<(RemediationStep Step, string? Failure)>? progress = null
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

    /// <param name="success">What is logged when the call has had its effect.</param>
    public async Task<RemediationResult> Run(
        ImmutableArray<RemediationStep> steps,
        RemediationContext context,
        RemediationEvent success,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        var (done, failed) = (0, 0);
        await Parallel.ForEachAsync(
            steps,
            new ParallelOptions { MaxDegreeOfParallelism = ImagesAtOnce, CancellationToken = cancel },
            async (step, stop) =>
            {
                if (await Change(step, context, success, bag, stop))
                    Interlocked.Increment(ref done);
                else
                    Interlocked.Increment(ref failed);
            }
        );
        return new RemediationResult(done, failed);
    }

    /// <summary>
    /// Settles what a run that was killed has left: calls that are logged as begun and not as ended. Gives the number of those
    /// that had their effect.
    /// </summary>
    public async Task<int> MakeGood(DiagnosticBag bag, CancellationToken cancel)
    {
        var made = 0;
        foreach (
            var (begun, i) in log
                .Entries.Select((e, i) => (e, i))
                .Where(e => e.e.Event == RemediationEvent.Changing)
                .ToList()
        )
        {
            if (
                log
                    .Entries.Skip(i + 1)
                    .Any(e => e.Place == begun.Place && e.Run == begun.Run && e.Event != RemediationEvent.Changing)
            )
                continue;
            try
            {
                var now = await sharing.DescribeLaunchPermissions(begun.Account, begun.Region, begun.ImageId, cancel);
                var had = begun.After.All(now.Contains) && !begun.Before.Except(begun.After).Any(now.Contains);
                var entry = begun with
                {
                    Event = had
                        ? begun.Undoes.Length > 0
                            ? RemediationEvent.Undone
                            : RemediationEvent.Done
                        : RemediationEvent.Failed,
                    At = time.GetUtcNow(),
                    Detail = had ? "" : "the run was ended before the call had an effect",
                };
                if (Log(entry, bag) && had)
                    made++;
            }
            catch (AwsException)
            {
                // It stays open, and the next run looks again.
            }
        }
        return made;
    }

    private async Task<bool> Change(
        RemediationStep step,
        RemediationContext context,
        RemediationEvent success,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        RemediationEntry Entry(RemediationEvent what) =>
            new(what, time.GetUtcNow(), context.Run, step.Account, step.Region, step.ImageId)
            {
                Who = context.Who,
                Before = step.Before,
                After = step.After,
                ApprovedBy = step.ApprovedBy,
                Ticket = step.Ticket,
                Reason = step.Reason,
                Undoes = step.Undoes,
            };
        if (!Log(Entry(RemediationEvent.Changing), bag))
            return false;
        AwsException? refused = null;
        try
        {
            await sharing.ModifyLaunchPermissions(
                step.Account,
                step.Region,
                step.ImageId,
                step.Add,
                step.Remove,
                cancel
            );
        }
        catch (AwsException e)
        {
            // The answer may have been lost, not the call: what AWS shows decides.
            refused = e;
        }
        // From here on the call counts as made: a cancellation must not keep it out of the log.
        var problem = await Verify(step, refused);
        progress?.Report((step, problem));
        if (problem is null)
            return Log(Entry(success), bag);
        Log(Entry(RemediationEvent.Failed) with { Detail = problem }, bag);
        lock (bag)
            bag.Report(
                ImagesDiagnostics.ChangeFailed,
                SourceLocation.OfFile(SourceText.Missing("AWS")),
                $"{step.ImageId} in {step.Account} {step.Region}: {problem}",
                refused is null ? null : PlanRemediation.Advice(refused)
            );
        return false;
    }

    /// <summary>Null when AWS shows what was wanted; else what is wrong.</summary>
    private async Task<string?> Verify(RemediationStep step, AwsException? refused)
    {
        for (var attempt = 0; ; attempt++)
        {
            ImmutableArray<LaunchPermission> now;
            try
            {
                now = await sharing.DescribeLaunchPermissions(
                    step.Account,
                    step.Region,
                    step.ImageId,
                    CancellationToken.None
                );
            }
            catch (AwsException e)
            {
                return refused is null ? $"changed, but not read back: {e.Failure.Summary}" : refused.Failure.Summary;
            }
            if (step.Add.All(now.Contains) && !step.Remove.Any(now.Contains))
                return null;
            if (refused is not null)
                return refused.Failure.Summary;
            if (attempt == Waits.Length)
                return $"changed, but it still shows {(now.IsEmpty ? "no launch permission" : string.Join(", ", now))}";
            await Task.Delay(Waits[attempt], time, CancellationToken.None);
        }
    }

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
