using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>One row of the answer: calls that have all in common but their times.</summary>
/// <param name="Key">With launch templates resolved to their images where that is known.</param>
/// <param name="OrganizationalUnit">Names from the root down; empty when the organization is not known.</param>
/// <param name="Owner">
/// The image's owner as `ec2:Owner` has it, <see cref="ImageOwners.Unknown"/>, or empty for calls that are on no image.
/// </param>
public sealed record ReportedCalls(
    TrailKey Key,
    string AccountName,
    string OrganizationalUnit,
    string Owner,
    long Count,
    DateTimeOffset? First,
    DateTimeOffset? Last
)
{
    /// <summary>Of the image that is copied, as <see cref="Owner"/>; empty for all other calls.</summary>
    public string SourceOwner { get; init; } = "";

    public DayCounts Days { get; init; } = DayCounts.None;
}
