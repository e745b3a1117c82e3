using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Deploy;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>A promotion with its gates, before it is carried out.</summary>
internal sealed record PromotionReport(PlannedPromotion Promotion, ProposedDeployment Proposal, CallerDetails Caller)
{
    /// <summary>What others did to our policies since the last deployment.</summary>
    public ChangesSince Changes { get; init; } = new("", []);

    public Plan Plan => Proposal.Plan;
}
