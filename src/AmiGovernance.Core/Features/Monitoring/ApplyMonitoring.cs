using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Rollout;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>
/// Carries out a plan of monitoring and records it. A run that was stopped at any point is made good by another: what is there is
/// compared again, and every step may be taken twice.
/// </summary>
public sealed class ApplyMonitoring(
    IMonitoring aws,
    IFileStore files,
    TimeProvider time,
    IProgress<(int Number, MonitoringStep Step)>? progress = null
)
{
    public const string RecordPath = "deployments/monitoring.jsonl";

    /// <summary>Broken chains are reported.</summary>
    public static ChainedLog<MonitoringEntry> ReadRecord(IFileStore files, DiagnosticBag bag) =>
        files.Exists(RecordPath) && files.Read(RecordPath, bag) is { } source
            ? ChainedLog.Read(
                source,
                MonitoringEntry.Parse,
                MonitoringDiagnostics.RecordBroken,
                "the record is append-only: restore it from version control",
                bag
            )
            : new ChainedLog<MonitoringEntry>([], 0);

    /// <summary>Null with a report when the record does not hold together: nothing is done that is not recorded.</summary>
    public async Task<ApplyResult?> Run(
        MonitoringPlan plan,
        string who,
        string why,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        var own = new DiagnosticBag();
        var log = ReadRecord(files, own);
        bag.AddRange(own.ToSorted());
        if (own.HasErrors)
            return null;
        var record = new ChainedRecord<MonitoringEntry>(files, RecordPath, log);
        MonitoringEntry Entry(MonitoringEvent what) =>
            new(what, time.GetUtcNow(), plan.Place.Account, plan.Place.Region) { Who = who, Why = why };
        if (!record.Add(Entry(MonitoringEvent.Started), bag))
            return null;
        for (var i = 0; i < plan.Steps.Length; i++)
        {
            var step = plan.Steps[i];
            progress?.Report((i + 1, step));
            try
            {
                await aws.Apply(step, plan.Place, cancel);
            }
            catch (AwsException e)
            {
                record.Add(
                    Entry(MonitoringEvent.Failed) with
                    {
                        Step = step.Text,
                        Detail = $"{e.Operation}: {e.Code}: {e.Message}",
                    },
                    bag
                );
                return new ApplyResult(ApplyOutcome.Failed, i, $"{e.Operation} was refused: {e.Code}: {e.Message}");
            }
            if (!record.Add(Entry(MonitoringEvent.Done) with { Step = step.Text }, bag))
                return null;
        }
        return record.Add(Entry(MonitoringEvent.Finished), bag)
            ? new ApplyResult(ApplyOutcome.Done, plan.Steps.Length, "")
            : null;
    }
}
