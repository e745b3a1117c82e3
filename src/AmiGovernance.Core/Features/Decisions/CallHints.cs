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

    public string? Region { get; init; }

    public string? ImageId { get; init; }

    public DateTimeOffset? Time { get; init; }

    public bool IsServiceLinkedRole { get; init; }
}
