using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <summary>Calls that may be made once somebody says yes. Given out by <see cref="JudgeDeployment"/> alone.</summary>
public sealed class AllowedDeployment
{
    internal AllowedDeployment(ProposedDeployment proposal) => Proposal = proposal;

    internal ProposedDeployment Proposal { get; }

    /// <summary>What is to be confirmed.</summary>
    public DeploymentQuestion Question =>
        new(
            Proposal.Kind,
            Proposal.Plan.OrganizationId,
            Proposal.Plan.Steps,
            Proposal.Plan.ModeBefore,
            Proposal.Plan.ModeAfter,
            Proposal.Plan.StagesBefore,
            Proposal.Plan.Stages,
            Proposal.Meaning,
            Proposal.Accounts,
            [.. Proposal.Weaker.Where(w => !w.IsReviewed)]
        );

    /// <summary>What the reviewed entries give as their reasons for what gets weaker, for the record.</summary>
    public ImmutableArray<string> ReviewedReasons =>
        [.. Proposal.Weaker.Where(w => w.IsReviewed).SelectMany(w => w.Entries).Select(e => e.Why).Distinct()];
}
