using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions.Approvals;

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

/// <summary>One exception over its time.</summary>
/// <param name="Start">The day of the last approval that was needed; null while there is none.</param>
/// <param name="End">
/// The first day without it: the end that is approved, or the day on which it was revoked. Null while nothing is approved.
/// </param>
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
    /// <summary>The least that vouches for its approvals; null where nothing is proven.</summary>
    public Assurance? Assurance { get; init; }

    /// <summary>That count, of the request and of each extension; null without a request: then nothing tells who approved.</summary>
    public ImmutableArray<Decision>? Approvals { get; init; }

    public string Name => Ticket.Length > 0 ? Ticket : Account.Value;

    public int? Days => Start is { } start && End is { } end ? Math.Max(0, end.DayNumber - start.DayNumber) : null;

    /// <summary>Whether the configuration has it.</summary>
    public bool IsEntered => State is SpanState.Running or SpanState.Expired;

    /// <summary>Whether it ever came into force.</summary>
    public bool WasInForce => (IsEntered || State == SpanState.Ended) && Days > 0;

    public bool RunsOn(DateOnly day) => WasInForce && Start <= day && day < End;
}
