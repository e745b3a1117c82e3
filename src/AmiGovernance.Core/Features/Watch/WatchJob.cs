using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>A command that is run on a schedule: the runbook's (docs/reference/watch.md).</summary>
/// <param name="Every">Counted from <see cref="At"/>.</param>
/// <param name="At">The time of day, in UTC, at which the first of a day is due; of weekly jobs on Monday.</param>
public sealed record WatchJob(string Name, TimeSpan Every, TimeOnly At)
{
    public const string Exceptions = "exceptions";
    public const string Reminders = "reminders";
    public const string Status = "status";
    public const string Images = "images";

    /// <summary>What could not be done is tried again after this time.</summary>
    public static readonly TimeSpan Again = TimeSpan.FromMinutes(15);

    /// <summary>A Monday.</summary>
    private static readonly DateOnly FirstDay = new(2024, 1, 1);

    public static ImmutableArray<WatchJob> All { get; } =
    [
        new(Exceptions, TimeSpan.FromDays(1), new TimeOnly(0, 30)),
        new(Reminders, TimeSpan.FromDays(1), new TimeOnly(8, 0)),
        new(Status, TimeSpan.FromHours(1), new TimeOnly(0, 15)),
        new(Images, TimeSpan.FromDays(7), new TimeOnly(9, 0)),
    ];

    /// <summary>When it was due last.</summary>
    public DateTimeOffset LastDue(DateTimeOffset now)
    {
        var first = new DateTimeOffset(FirstDay, At, TimeSpan.Zero);
        return first + Math.Floor((now - first) / Every) * Every;
    }
}
