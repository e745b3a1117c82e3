namespace AmiGovernance.Core.Ports.Monitoring;

/// <summary>The monitoring of one account and Region, to read and to change. A use case takes the one of the two that it needs.</summary>
public interface IMonitoring : IMonitoringReader, IMonitoringWriter;
