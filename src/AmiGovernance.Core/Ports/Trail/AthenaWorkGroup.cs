namespace AmiGovernance.Core.Ports.Trail;

/// <summary>What a workgroup fixes (Athena API reference, "WorkGroupConfiguration").</summary>
/// <param name="Cutoff">Bytes at which Athena itself cancels a query; null for no limit.</param>
/// <param name="HasOutput">Whether results have a place, so that a query need not name one.</param>
public sealed record AthenaWorkGroup(string Name, long? Cutoff, bool HasOutput);
