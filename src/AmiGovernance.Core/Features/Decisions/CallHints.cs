using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>
/// What a CloudTrail event or an error text tells about a call; null for what it does not tell. Text of others, so nothing of it is
/// checked yet.
/// </summary>
public sealed record CallHints
{
    public string? Action { get; init; }

    public string? Account { get; init; }

    public string? PrincipalArn { get; init; }

    /// <summary>The session's ARN where the principal is a role of which nothing else is known: its path is not.</summary>
    public string? Session { get; init; }

    public string? Region { get; init; }

    public string? ImageId { get; init; }

    /// <summary>The value of `ec2:Owner`.</summary>
    public string? ImageOwner { get; init; }

    public string? ImageOwnerAccount { get; init; }

    /// <summary>The call is on no image, though others of its action are.</summary>
    public bool IsWithoutImage { get; init; }

    /// <summary>Of a call that changes permissions of an image or snapshot: whether it gives them to everyone.</summary>
    public bool? SharesPublicly { get; init; }

    /// <summary>Condition keys with their values, as far as they are told.</summary>
    public ImmutableSortedDictionary<string, string> Context { get; init; } = CallInput.NoContext;

    /// <summary>Resources of the call, by their ARNs, as its request names them.</summary>
    public ImmutableArray<string> Resources { get; init; } = [];

    /// <summary>The call touches no more than what it must and what is named.</summary>
    public bool NamesAll { get; init; }

    /// <summary>What AWS said when it refused the call; null when it did not.</summary>
    public NamedRefusal? Refusal { get; init; }

    public DateTimeOffset? Time { get; init; }

    public bool IsServiceLinkedRole { get; init; }
}
