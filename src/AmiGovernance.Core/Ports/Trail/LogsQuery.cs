using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports.Trail;

/// <summary>A log group that a trail delivers to.</summary>
/// <param name="Created">Nothing in it is older, but what was put there later.</param>
/// <param name="Stored">In bytes, of all that is kept.</param>
public sealed record TrailLogGroup(string Name, DateTimeOffset Created, long Stored)
{
    /// <summary>In days: what is older is gone. Null for what is kept for ever.</summary>
    public int? Retention { get; init; }

    /// <summary>Nothing from before is in it.</summary>
    public DateTimeOffset Begin(DateTimeOffset now) =>
        Retention is { } days && now.AddDays(-days) > Created ? now.AddDays(-days) : Created;
}

/// <summary>A query of log groups.</summary>
/// <param name="Text">In the language of Logs Insights.</param>
/// <param name="From">The first second that is looked through.</param>
/// <param name="To">The last one.</param>
public sealed record LogsQuery(ImmutableArray<string> Groups, string Text, DateTimeOffset From, DateTimeOffset To);

/// <summary>How far a query has come (CloudWatch Logs API reference, "GetQueryResults").</summary>
public enum LogsQueryState
{
    UnderWay,
    Complete,
    Failed,
    TimedOut,
}

/// <summary>What a query has found so far.</summary>
/// <param name="Messages">Of the log events that are handed on; not more than 10,000.</param>
/// <param name="Records">Log events that were looked at.</param>
/// <param name="Matched">How many of them the query asks for; more than are handed on where there are too many.</param>
/// <param name="Scanned">In bytes; what is paid for.</param>
public sealed record LogsAnswer(
    LogsQueryState State,
    ImmutableArray<string> Messages,
    long Records,
    long Matched,
    long Scanned
);
