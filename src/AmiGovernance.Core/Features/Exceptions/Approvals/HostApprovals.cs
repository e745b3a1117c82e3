using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions.Approvals;

/// <summary>What the code host knows of approvals.</summary>
internal sealed record HostApprovals(Func<CommitFacts, Person, bool> Has)
{
    /// <summary>Where no host was asked, none vouches for anybody.</summary>
    public static readonly HostApprovals NotAsked = new((_, _) => false);
}
