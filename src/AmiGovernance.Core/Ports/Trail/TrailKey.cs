using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Trail;

/// <summary>
/// What calls are told apart by. All text is as records have it, which may say anything: nothing of it is checked.
/// </summary>
public sealed record TrailKey
{
    /// <summary>The moment of calls without a readable time.</summary>
    public static readonly DateTimeOffset NoTime = DateTimeOffset.MinValue;

    public required CallKind Kind { get; init; }

    /// <summary>Such as `ec2:RunInstances`.</summary>
    public required string Action { get; init; }

    public required string Account { get; init; }

    public required string Region { get; init; }

    /// <summary>
    /// The role's or user's ARN. Of a session whose role the record does not name, <see cref="SessionArn.WithoutName"/>: the path of the
    /// role is not known.
    /// </summary>
    public required string Principal { get; init; }

    /// <summary>As people are told of it: a role whose path is not known is named without one.</summary>
    public string Caller => SessionArn.RoleOf(Principal);

    public string Service { get; init; } = "";

    /// <summary>
    /// The image's id, a reference to a launch template (<see cref="LaunchedTemplate"/>), or empty when the record
    /// tells neither.
    /// </summary>
    public required string Image { get; init; }

    public CallOutcome Outcome { get; init; }

    public string ErrorCode { get; init; } = "";

    public string DeniedBy { get; init; } = "";

    public string Detail { get; init; } = "";

    /// <summary>Between which of the question's boundaries the calls happened, counted from 0.</summary>
    public int Period { get; init; }

    /// <summary>
    /// About when the calls happened, where their image depends on it, as it does with `$Latest`; null where it does not, and where
    /// there are too many of them.
    /// </summary>
    public DateTimeOffset? Moment { get; init; }

    /// <summary>Whether the call did what it was to do, or a part of it.</summary>
    public bool HasSucceeded => Outcome is CallOutcome.Succeeded or CallOutcome.Partial;

    /// <summary>Whether a policy or a guardrail refused the call, or a part of it.</summary>
    public bool IsDenied =>
        Outcome == CallOutcome.PolicyDenial
        || Outcome == CallOutcome.Partial && (DeniedBy.Length > 0 || CallOutcomes.IsDenial(ErrorCode));
}
