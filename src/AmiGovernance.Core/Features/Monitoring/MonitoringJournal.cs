using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>Notes what one run does, entry by entry.</summary>
/// <param name="bag">Takes a report when the record cannot be written.</param>
internal sealed class MonitoringJournal(
    ChainedRecord<MonitoringEntry> record,
    MonitoringPlace place,
    string who,
    string why,
    TimeProvider time,
    DiagnosticBag bag
)
{
    /// <summary>False with a report when the entry is not on disk.</summary>
    /// <param name="step">As JSON; empty for the run itself.</param>
    /// <param name="detail">Of a failure.</param>
    public bool Note(MonitoringEvent what, string step = "", string detail = "")
    {
        var entry = new MonitoringEntry(what, time.GetUtcNow(), place.Account, place.Region.Value)
        {
            Who = who,
            Why = why,
            Step = step,
            Detail = detail,
        };
        return record.Add(entry, bag);
    }
}
