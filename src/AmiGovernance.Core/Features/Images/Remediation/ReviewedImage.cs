using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images.Remediation;

public enum ReviewDecision
{
    /// <summary>Nobody has decided yet.</summary>
    Open,

    /// <summary>Take `all` away, and let those in that are named instead.</summary>
    Private,

    /// <summary>Leave it public until a day.</summary>
    Keep,
}

/// <summary>One image of a review list: what reviewers see, and what they decided.</summary>
public sealed record ReviewedImage(AccountId Account, string Region, string ImageId)
{
    public string AccountName { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>As it was when the list was written.</summary>
    public ImmutableArray<LaunchPermission> SharedWith { get; init; } = [];

    /// <summary>The day of the usage report; null when there is none.</summary>
    public DateOnly? UsageReport { get; init; }

    public ImmutableArray<ImageUser> UsedBy { get; init; } = [];

    public ReviewDecision Decision { get; init; }

    /// <summary>Who may launch it in place of everyone.</summary>
    public ImmutableArray<LaunchPermission> Grant { get; init; } = [];

    public string Reason { get; init; } = "";

    /// <summary>For <see cref="ReviewDecision.Keep"/>: holds while today is before this day.</summary>
    public DateOnly? ExpiresOn { get; init; }

    public string ApprovedBy { get; init; } = "";

    public string Ticket { get; init; } = "";

    /// <summary>Where it stands in the list; null for one that was just made.</summary>
    public SourceLocation? Location { get; init; }

    public bool IsKept(DateOnly today) => Decision == ReviewDecision.Keep && ExpiresOn > today;
}
