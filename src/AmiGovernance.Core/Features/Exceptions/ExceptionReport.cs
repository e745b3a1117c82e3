using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions.Process;

namespace AmiGovernance.Core.Features.Exceptions;

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
    public double? AverageDays => Spans.Where(s => s.WasInForce).Average(s => s.Days);

    public IEnumerable<ExceptionSpan> ExtendedMoreThanOnce => Spans.Where(s => s.EarlierEnds.Length > 1);

    /// <summary>Those that came into force before today, by what is known of the launches of their images.</summary>
    public IEnumerable<ExceptionSpan> InForceWith(UseState state) => InForce.Where(s => s.Use?.State == state);

    /// <summary>Of the same those of which nobody can say whether their images were launched.</summary>
    public IEnumerable<ExceptionSpan> WithoutKnownUse =>
        InForce.Where(s => s.Use?.State is not (UseState.Used or UseState.Unused));

    private IEnumerable<ExceptionSpan> InForce => Spans.Where(s => s.WasInForce && s.Start < AsOf);
}
