namespace AmiGovernance.Core.Features.Exceptions.Approvals;

/// <summary>What the code host says of one person's approval of one commit.</summary>
/// <param name="Why">Why it is none; null where it is one, or no host was asked.</param>
/// <param name="IsUnknown">Whether the host could not be asked.</param>
internal sealed record HostWord(bool IsApproval, string? Why, bool IsUnknown)
{
    /// <summary>Where nobody asks, none vouches for anybody.</summary>
    public static readonly HostWord NotAsked = new(false, null, false);

    public static readonly HostWord Approved = new(true, null, false);

    public static HostWord No(string why) => new(false, why, false);

    public static HostWord Unknown(string why) => new(false, why, true);
}
