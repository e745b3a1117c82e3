using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>
/// Makes the calls of a plan that somebody has confirmed, of a remediation or of a rollback. No call is made that cannot be
/// recorded with who made it.
/// </summary>
/// <param name="reader">Reads launch permissions back.</param>
/// <param name="writer">Changes them.</param>
/// <param name="identity">Tells who makes the calls.</param>
/// <param name="files">Where the log is.</param>
/// <param name="time">The clock; it names the run.</param>
public sealed class CarryOutRemediation(
    IImageSharingReader reader,
    IImageSharingWriter writer,
    IAwsIdentity identity,
    IFileStore files,
    TimeProvider time
)
{
    /// <summary>Null with a report when the log cannot be used: then no call was made.</summary>
    /// <param name="plan">What was confirmed.</param>
    /// <param name="success">What is logged for a call that has had its effect.</param>
    /// <param name="bag">Takes what goes wrong with single images.</param>
    /// <param name="progress">Told of each image that is ready; null for nobody.</param>
    /// <exception cref="AwsException">Who the caller is cannot be found out; no call of the plan was made.</exception>
    public async Task<RemediationRun?> Run(
        RemediationPlan plan,
        RemediationEvent success,
        DiagnosticBag bag,
        IProgress<StepOutcome>? progress,
        CancellationToken cancel
    )
    {
        if (RemediationLog.Open(files, bag) is not { } log)
            return null;

        var name = Name(log);
        var remediation = new RemediateImages(reader, writer, log, time, progress);
        var madeGood = await remediation.MakeGood(bag, cancel);
        var caller = await identity.GetCallerIdentity(cancel);
        var context = new RemediationContext(name, caller.Arn, success);
        var outcomes = await remediation.Run(plan.Steps, context, bag, cancel);
        var isInterrupted =
            cancel.IsCancellationRequested
            && outcomes.Any(o => o.Result is StepResult.NotTried or StepResult.NotRecorded);
        return new RemediationRun(name, madeGood, outcomes) { IsInterrupted = isInterrupted };
    }

    /// <summary>The time to the second; a run that finds it in the log adds a number, for `undo` takes runs back by name.</summary>
    private string Name(RemediationLog log)
    {
        var taken = log.Entries.Select(e => e.Run).ToHashSet(StringComparer.Ordinal);
        var second = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var name = second;
        for (var number = 2; taken.Contains(name); number++)
            name = string.Create(CultureInfo.InvariantCulture, $"{second}-{number}");
        return name;
    }
}
