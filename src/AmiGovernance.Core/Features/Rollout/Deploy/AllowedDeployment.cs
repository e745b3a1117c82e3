using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Proof;

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
        )
        {
            Closes = Proposal.Closes?.Deployment,
            Stops = Proposal.Stops,
        };

    /// <summary>
    /// What somebody took the responsibility for, a sentence each, for the record: what gets weaker, and what is not proven.
    /// </summary>
    internal ImmutableArray<string> Accepted => [.. Proposal.Weaker.Select(Weaker), .. Unproven];

    private static string Weaker(Weakening weakening) =>
        weakening.IsReviewed ? $"weaker, reviewed: {weakening.Text}" : $"weaker: {weakening.Text}";

    private IEnumerable<string> Unproven =>
        Proposal is { Kind: DeploymentKind.Update or DeploymentKind.Promotion, Proof: { Holds: false } proof }
            ? NotProven(proof)
            : [];

    private static IEnumerable<string> NotProven(DeploymentProof proof)
    {
        var open = proof.Result.Guarantees.Where(g => g.Outcome is ProofOutcome.Refuted or ProofOutcome.NotProven);
        return open.Select(g => $"not proven: guarantee {g.Number}, {g.Title}").DefaultIfEmpty("not proven: all of it");
    }

    /// <summary>What the reviewed entries give as their reasons for what gets weaker, for the record.</summary>
    public ImmutableArray<string> ReviewedReasons =>
        [.. Proposal.Weaker.Where(w => w.IsReviewed).SelectMany(w => w.Entries).Select(e => e.Why).Distinct()];
}
