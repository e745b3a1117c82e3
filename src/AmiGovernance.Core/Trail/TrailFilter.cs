namespace AmiGovernance.Core.Trail;

/// <summary>Which events count.</summary>
/// <param name="From">The first moment that counts; null for no limit.</param>
/// <param name="To">The first moment that does not count any more.</param>
public sealed record TrailFilter(DateTimeOffset? From, DateTimeOffset? To)
{
    public static readonly TrailFilter Everything = new(null, null);

    /// <summary>An event without a readable time counts: it cannot be said to be outside.</summary>
    public bool Includes(DateTimeOffset? time) => time is not { } at || (From is not { } from || at >= from) && (To is not { } to || at < to);
}
