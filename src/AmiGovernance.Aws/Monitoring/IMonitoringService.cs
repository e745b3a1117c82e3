using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Aws.Monitoring;

/// <summary>Resources of one service: how they are read, made, changed and removed. Every method throws what the ports throw.</summary>
internal interface IMonitoringService
{
    Task<IEnumerable<MonitoringResource>> Read(MonitoringPlace place, CancellationToken cancel);

    Task Apply(MonitoringStep step, MonitoringPlace place, CancellationToken cancel);
}
