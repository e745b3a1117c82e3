using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>What is to be watched where, and how far a plan may go for it.</summary>
/// <param name="Place">The account and Region of the log group.</param>
/// <param name="Adopts">Whether what has our names without our tag is taken over.</param>
/// <param name="Deletes">Whether everything of ours is to be taken away: then nothing is watched.</param>
public sealed record MonitoringRequest(MonitoringInput Input, MonitoringPlace Place, bool Adopts, bool Deletes);
