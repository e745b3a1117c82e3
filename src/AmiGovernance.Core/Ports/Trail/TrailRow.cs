namespace AmiGovernance.Core.Ports.Trail;

/// <summary>Calls that are not told apart, counted.</summary>
/// <param name="First">Null when none of the calls had a readable time.</param>
public sealed record TrailRow(TrailKey Key, long Count, DateTimeOffset? First, DateTimeOffset? Last)
{
    public DayCounts Days { get; init; } = DayCounts.None;

    /// <summary>With the calls of another row.</summary>
    public TrailRow Plus(TrailRow other) =>
        this with
        {
            Count = Count + other.Count,
            First = Earlier(First, other.First),
            Last = Later(Last, other.Last),
            Days = Days.Plus(other.Days),
        };

    internal static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b : a;

    internal static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) => a is null || b > a ? b : a;
}
