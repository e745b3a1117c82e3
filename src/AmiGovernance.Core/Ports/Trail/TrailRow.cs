namespace AmiGovernance.Core.Ports.Trail;

/// <summary>Calls that are not told apart, counted.</summary>
/// <param name="First">Null when none of the calls had a readable time.</param>
public sealed record TrailRow(TrailKey Key, long Count, DateTimeOffset? First, DateTimeOffset? Last)
{
    public DayCounts Days { get; init; } = DayCounts.None;
}
