using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Features.Trail.Templates;

namespace AmiGovernance.Core.Ports.Trail;

/// <summary>What calls are told apart by.</summary>
public sealed record TrailKey
{
    public required CallKind Kind { get; init; }

    /// <summary>Such as `ec2:RunInstances`.</summary>
    public required string Action { get; init; }

    public required string Account { get; init; }

    public required string Region { get; init; }

    public required string Principal { get; init; }

    public string Service { get; init; } = "";

    /// <summary>The image's id, a reference to a launch template (<see cref="LaunchedTemplate"/>), or empty when the record tells neither.</summary>
    public required string Image { get; init; }

    public CallOutcome Outcome { get; init; }

    public string ErrorCode { get; init; } = "";

    public string DeniedBy { get; init; } = "";

    public string Detail { get; init; } = "";

    /// <summary>Between which of the boundaries the calls happened, counted from 0; see <see cref="TrailTable"/>.</summary>
    public int Period { get; init; }

    /// <summary>
    /// About when the calls happened, where their image depends on it, as it does with `$Latest`; null where it does not, and where
    /// there are too many of them. See <see cref="TemplateHistory"/>.
    /// </summary>
    public DateTimeOffset? Moment { get; init; }

    /// <summary>The moment of calls without a readable time.</summary>
    public static readonly DateTimeOffset NoTime = DateTimeOffset.MinValue;
}

/// <param name="First">Null when none of the calls had a readable time.</param>
public sealed record TrailRow(TrailKey Key, long Count, DateTimeOffset? First, DateTimeOffset? Last)
{
    public TrailRow Plus(long count, DateTimeOffset? first, DateTimeOffset? last) =>
        this with
        {
            Count = Count + count,
            First = First is { } a && first is { } b ? (a < b ? a : b) : First ?? first,
            Last = Last is { } c && last is { } d ? (c > d ? c : d) : Last ?? last,
        };
}
