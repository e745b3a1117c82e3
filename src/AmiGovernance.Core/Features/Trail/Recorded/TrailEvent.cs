using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>
/// What a CloudTrail record tells about a call; empty text for what it does not tell. A record may say anything: no text is checked.
/// </summary>
public sealed record TrailEvent
{
    /// <summary>
    /// The event's id, or a hash of it when it is no UUID; null when there is none, so that it cannot be told from its duplicates.
    /// </summary>
    public UInt128? Id { get; init; }

    /// <summary>The event that this one corrects and takes the place of; null for nearly all.</summary>
    public UInt128? Corrects { get; init; }

    /// <summary>Such as `1.11`.</summary>
    public string Version { get; init; } = "";

    /// <summary>Null when it is missing or no time.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Such as `ec2.amazonaws.com`.</summary>
    public string Source { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>
    /// `Management`, `Data`, `Insight`, `NetworkActivity`, …; empty in old records, which are of management events.
    /// </summary>
    public string Category { get; init; } = "";

    /// <summary>Whether events of this <see cref="Category"/> are no management events.</summary>
    public static bool IsOtherCategory(string category) => category is not ("" or "Management");

    /// <summary>The calling account (12 digits).</summary>
    public string Account { get; init; } = "";

    public string Region { get; init; } = "";

    /// <summary>
    /// The role's or user's ARN, never that of a session; for calls without an ARN the identity as the record names it.
    /// </summary>
    public string Principal { get; init; } = "";

    /// <summary>The session's ARN where the record does not name its role: then <see cref="Principal"/> lacks the path.</summary>
    public string? Session { get; init; }

    /// <summary>The AWS service that called on someone's behalf, such as `autoscaling.amazonaws.com`.</summary>
    public string Service { get; init; } = "";

    public string ErrorCode { get; init; } = "";

    public string ErrorMessage { get; init; } = "";

    /// <summary>
    /// Whether the error is that of a part of a fleet, and the other part was launched; or the answer is left out, so that either may be.
    /// </summary>
    public bool IsPartial { get; init; }

    /// <summary>Whether CloudTrail left out the parameters, for they were too long.</summary>
    public bool IsOmitted { get; init; }

    /// <summary>Whether CloudTrail left out the answer, for it was too long.</summary>
    public bool IsAnswerOmitted { get; init; }

    /// <summary>Whether the record has `userIdentity` and `requestParameters`: a correction may hold only what it changes.</summary>
    public (bool Caller, bool Parameters) Told { get; init; }

    /// <summary>See <see cref="CallImages"/>; empty when the record tells no image.</summary>
    public ImmutableArray<string> Images { get; init; } = [];

    /// <summary>Of a fleet that launched a part: what it named beside the images that were refused, and launched or tried to.</summary>
    public ImmutableArray<string> OtherImages { get; init; } = [];

    /// <summary>What the call did to a launch template; null for calls on anything else.</summary>
    public TemplateChange? Template { get; init; }

    /// <summary>With whom an image is shared, which policy is attached where, or what was copied.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Whether SCPs do not reach the caller, for it is a role that a service owns.</summary>
    public bool IsServiceLinkedRole => PrincipalArn.IsServiceLinkedRole(Principal);
}
