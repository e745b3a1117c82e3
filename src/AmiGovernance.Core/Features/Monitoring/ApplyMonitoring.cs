using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>
/// Carries out a plan of monitoring and records it. A run that was stopped at any point is made good by another: what is there is
/// compared again, and every step may be taken twice.
/// </summary>
/// <param name="aws">What is changed.</param>
/// <param name="files">Holds the record.</param>
/// <param name="time">Of the entries.</param>
/// <param name="progress">Told of each step before it is taken; null where nobody watches.</param>
public sealed class ApplyMonitoring(
    IMonitoringWriter aws,
    IFileStore files,
    TimeProvider time,
    IProgress<(int Number, MonitoringStep Step)>? progress = null
)
{
    public const string RecordPath = "deployments/monitoring.jsonl";

    private static readonly ChainedLogFormat<MonitoringEntry> Format = new(
        MonitoringEntry.Parse,
        MonitoringDiagnostics.RecordBroken,
        "the record is append-only: restore it from version control"
    );

    /// <summary>What was recorded so far; empty when there is no record yet.</summary>
    /// <param name="files">Holds the record.</param>
    /// <param name="bag">Takes reports of broken chains.</param>
    public static ChainedLog<MonitoringEntry> ReadRecord(IFileStore files, DiagnosticBag bag)
    {
        var source = files.Exists(RecordPath) ? files.Read(RecordPath, bag) : null;
        return source is null ? ChainedLog.Empty<MonitoringEntry>() : ChainedLog.Read(source, Format, bag);
    }

    /// <summary>
    /// Null with a report when the record is corrupt or cannot be written: nothing is done that is not recorded.
    /// </summary>
    /// <param name="plan">What was confirmed.</param>
    /// <param name="who">The ARN that AWS knows the caller by.</param>
    /// <param name="why">The reason or ticket; empty when none was given.</param>
    /// <param name="bag">Takes the reports.</param>
    /// <param name="cancel">Ends the run between two steps; what was taken is recorded.</param>
    public async Task<AppliedMonitoring?> Run(
        MonitoringPlan plan,
        string who,
        string why,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        var log = Reading.Of(own => ReadRecord(files, own));
        log.ReportTo(bag);
        if (log.IfSound is not { } sound)
            return null;

        var record = new ChainedRecord<MonitoringEntry>(files, RecordPath, sound);
        var journal = new MonitoringJournal(record, plan.Request.Place, who, why, time, bag);
        if (!journal.Note(MonitoringEvent.Started))
            return null;

        foreach (var (number, step) in plan.Steps.Index())
        {
            if (cancel.IsCancellationRequested)
            {
                journal.Note(MonitoringEvent.Failed, detail: "interrupted");
                return new AppliedMonitoring(number, null) { IsInterrupted = true };
            }
            progress?.Report((number + 1, step));
            if (!journal.Note(MonitoringEvent.Changing, step.Text))
                return null;
            // A step in flight is not cut off: nobody would know whether it came through.
            var failure = await TryApply(step, plan.Request.Place, CancellationToken.None);
            if (failure is not null)
            {
                journal.Note(MonitoringEvent.Failed, step.Text, failure.Summary);
                return new AppliedMonitoring(number, failure);
            }
            if (!journal.Note(MonitoringEvent.Done, step.Text))
                return null;
        }
        return journal.Note(MonitoringEvent.Finished) ? new AppliedMonitoring(plan.Steps.Length, null) : null;
    }

    private async Task<AwsFailure?> TryApply(MonitoringStep step, MonitoringPlace place, CancellationToken cancel)
    {
        try
        {
            await aws.Apply(step, place, cancel);
            return null;
        }
        catch (AwsException e)
        {
            return e.Failure;
        }
    }
}
