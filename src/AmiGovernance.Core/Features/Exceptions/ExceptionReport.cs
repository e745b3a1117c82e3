using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions.Process;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>In the order in which they are shown: what needs somebody first.</summary>
public enum SpanState
{
    /// <summary>Past its end and still in the configuration.</summary>
    Expired,

    Running,

    Waiting,

    Ended,

    Rejected,
}

public enum UseState
{
    /// <summary>Nobody looked.</summary>
    NotLooked,

    Used,

    /// <summary>No launch was found, but not all was looked at.</summary>
    NotSeen,

    /// <summary>All was looked at, and there was no launch.</summary>
    Unused,
}

/// <summary>Whether images of an account were launched in a time.</summary>
/// <param name="IsLeast">There may have been more launches than these.</param>
public sealed record UseAnswer(UseState State, long Launches = 0, DateOnly? Last = null, bool IsLeast = false);

/// <summary>One exception over its time.</summary>
/// <param name="Start">The day of the last approval that was needed; null while there is none.</param>
/// <param name="End">The first day without it: the end that is approved, or the day on which it was revoked. Null while nothing is approved.</param>
/// <param name="EarlierEnds">The ends that extensions moved, in their order.</param>
/// <param name="Note">What its state is in more words, such as `revoked` or `extension 1 in review`; may be empty.</param>
/// <param name="Use">Null when it never came into force.</param>
public sealed record ExceptionSpan(
    AccountId Account,
    string Ticket,
    string Type,
    string Team,
    DateOnly? Start,
    DateOnly? End,
    SpanState State,
    ImmutableArray<DateOnly> EarlierEnds,
    string Note,
    UseAnswer? Use
)
{
    public string Name => Ticket.Length > 0 ? Ticket : Account.Value;

    public int? Days => Start is { } start && End is { } end ? Math.Max(0, end.DayNumber - start.DayNumber) : null;

    /// <summary>Whether it ever came into force.</summary>
    public bool WasInForce => State is SpanState.Expired or SpanState.Running or SpanState.Ended && Days > 0;

    public bool RunsOn(DateOnly day) => WasInForce && Start is { } start && End is { } end && start <= day && day < end;
}

public sealed record TeamShare(
    string Team,
    int Expired,
    int Running,
    int Waiting,
    int Ended,
    int Days,
    DateOnly? NextEnd
);

/// <param name="Month">Its first day.</param>
/// <param name="Running">On its last day, or on the day of the report.</param>
public sealed record MonthOfExceptions(DateOnly Month, int Running, int Started, int Ended);

/// <summary>How long a step took.</summary>
/// <param name="Late">Of those that are done.</param>
/// <param name="AverageBusinessDays">Null when the step was never done.</param>
public sealed record StepTimes(string Step, int Done, int Late, int Overdue, double? AverageBusinessDays);

/// <param name="WaitsFor">The roles whose approval is missing; empty when the platform team is waited for.</param>
public sealed record OverdueStep(string Ticket, AccountId Account, TimeLimit Limit, ImmutableArray<string> WaitsFor);

/// <summary>Who has what until when, and how it has been going.</summary>
/// <param name="Spans">By state; the next end first, and of what is over the latest.</param>
/// <param name="LookedAt">What tells of the use of images, one sentence each; empty when nobody looked.</param>
public sealed record ExceptionReport(
    DateOnly AsOf,
    ImmutableArray<ExceptionSpan> Spans,
    ImmutableArray<TeamShare> Teams,
    ImmutableArray<MonthOfExceptions> Months,
    ImmutableArray<StepTimes> Steps,
    ImmutableArray<OverdueStep> Overdue,
    ImmutableArray<string> LookedAt
)
{
    public int Count(SpanState state) => Spans.Count(s => s.State == state);

    /// <summary>Of those that came into force; null when there is none.</summary>
    public double? AverageDays =>
        Spans.Where(s => s.WasInForce).Select(s => s.Days).OfType<int>().ToList() is { Count: > 0 } days
            ? days.Average()
            : null;

    public IEnumerable<ExceptionSpan> ExtendedMoreThanOnce => Spans.Where(s => s.EarlierEnds.Length > 1);

    /// <summary>Those that came into force before today, by what is known of the launches of their images.</summary>
    public IEnumerable<ExceptionSpan> InForceWith(UseState state) =>
        Spans.Where(s => s.WasInForce && s.Start < AsOf && s.Use?.State == state);
}
