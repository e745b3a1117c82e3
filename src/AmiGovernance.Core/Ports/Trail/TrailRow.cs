namespace AmiGovernance.Core.Ports.Trail;

/// <summary>Calls that are not told apart, counted.</summary>
/// <param name="First">Null when none of the calls had a readable time.</param>
public sealed record TrailRow(TrailKey Key, long Count, DateTimeOffset? First, DateTimeOffset? Last)
{
    public TrailRow Plus(long count, DateTimeOffset? first, DateTimeOffset? last) =>
        this with
        {
            Count = Count + count,
            First = Earlier(First, first),
            Last = Later(Last, last),
        };

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b : a;

    private static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) => a is null || b > a ? b : a;
}
