using System.Collections.Immutable;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Rollout.Upkeep;

/// <summary>What the deployed policies were made from.</summary>
/// <param name="Commit">The newest commit whose configuration gives them.</param>
/// <param name="Day">The last day (UTC) of which they are; later days may lack exceptions that they still hold.</param>
internal sealed record DeployedSource(string Commit, GovernanceConfig Config, DateOnly Day)
{
    /// <summary>The exceptions that have ended since; the earliest first.</summary>
    public ImmutableArray<RenderDate> Ended(DateOnly today) => EndedExceptions.Between(Config, Day, today);
}
