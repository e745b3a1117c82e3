using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <summary>
/// The one place that decides whether policies may be changed: nothing else gives out an <see cref="AllowedDeployment"/>, and nothing is
/// carried out without one. See <see cref="DeploymentKind"/> for what each kind must fulfil.
/// </summary>
public static class JudgeDeployment
{
    /// <summary>Null with reports when the calls may not be made.</summary>
    /// <param name="proposal">The calls with what is known of them.</param>
    /// <param name="taken">What somebody takes the responsibility for.</param>
    /// <param name="bag">Takes every reason for a refusal.</param>
    public static AllowedDeployment? Run(ProposedDeployment proposal, Responsibility taken, DiagnosticBag bag)
    {
        var refusals = Refusals(proposal, taken).ToImmutableArray();
        bag.AddRange(refusals);
        return refusals.IsEmpty ? new AllowedDeployment(proposal) : null;
    }

    /// <summary>
    /// Whether a plan needs the gates of a promotion. Part of <see cref="Run"/>, as is the next; alone they save work that would be for
    /// nothing.
    /// </summary>
    /// <param name="plan">The calls.</param>
    /// <param name="bag">Takes the reason.</param>
    public static bool NeedsPromotion(Plan plan, DiagnosticBag bag) => Report(EnforcesUnchecked(plan), bag);

    /// <summary>Whether what is to be done is no longer what was reviewed, or does not fit the organization.</summary>
    /// <param name="proposal">The calls with what is known of them.</param>
    /// <param name="bag">Takes the reason.</param>
    public static bool IsStale(ProposedDeployment proposal, DiagnosticBag bag) => Report(Stale(proposal), bag);

    private static bool Report(Diagnostic? refusal, DiagnosticBag bag)
    {
        if (refusal is not null)
            bag.Add(refusal);
        return refusal is not null;
    }

    private static IEnumerable<Diagnostic> Refusals(ProposedDeployment proposal, Responsibility taken)
    {
        if (CarriedByOther(proposal) is { } carried)
            return [carried];
        // What belongs to another command, or to a state that is gone, is not judged any further.
        if (EnforcesUnchecked(proposal) is { } wrongCommand)
            return [wrongCommand];
        if (Stale(proposal) is { } stale)
            return [stale];
        return new[]
        {
            ClosedGates(proposal),
            NotProven(proposal, taken.Unproven),
            GetsWeaker(proposal, taken.Weaker),
        }.OfType<Diagnostic>();
    }

    /// <summary>
    /// An emergency waits for nobody; a promotion is handed over once its gates are passed; what needs no call is only recorded.
    /// </summary>
    private static Diagnostic? CarriedByOther(ProposedDeployment proposal)
    {
        var carrier = proposal.Desired.Carrier;
        var mayGoOn =
            proposal.Kind is DeploymentKind.EmergencyRollback or DeploymentKind.Promotion || proposal.Plan.IsEmpty;
        return carrier == Carrier.Amigov || mayGoOn ? null : DeploymentRefusals.CarriedByOther(carrier);
    }

    /// <summary>Going back is what a rollback is for; an update must not make anything weaker in passing.</summary>
    private static Diagnostic? GetsWeaker(ProposedDeployment proposal, WeakerPolicies taken)
    {
        ImmutableArray<Weakening> unreviewed = [.. proposal.Weaker.Where(w => !w.IsReviewed)];
        var goesBack = proposal.Kind is DeploymentKind.Rollback or DeploymentKind.EmergencyRollback;
        var mayPass = unreviewed.IsEmpty || goesBack || taken != WeakerPolicies.Refused;
        return mayPass ? null : DeploymentRefusals.GetsWeaker(unreviewed);
    }

    /// <summary>
    /// Only a promotion begins to block launches, wherever: a rollback could block what began since, and an update of targets what was
    /// never audited.
    /// </summary>
    private static Diagnostic? EnforcesUnchecked(ProposedDeployment proposal)
    {
        if (proposal.Kind is DeploymentKind.Promotion or DeploymentKind.Repair)
            return null;
        if (!proposal.Accounts.Stricter.IsEmpty)
            return DeploymentRefusals.NeedsPromotion();
        return proposal.Kind == DeploymentKind.Update ? EnforcesUnchecked(proposal.Plan) : null;
    }

    private static Diagnostic? EnforcesUnchecked(Plan plan) =>
        plan.Enforces ? DeploymentRefusals.NeedsPromotion() : null;

    /// <summary>A plan that was reviewed and one that is made now must be the same; each must fit the organization.</summary>
    private static Diagnostic? Stale(ProposedDeployment proposal)
    {
        if (proposal.Plan.StepsDone(proposal.Observed, proposal.Desired) is null)
            return DeploymentRefusals.Stale(proposal.Plan.ChangedSince(proposal.Observed, proposal.Desired));
        if (proposal.Reviewed is { } reviewed && !PlanFile.IsRestOf(proposal.Plan, reviewed.Plan))
            return DeploymentRefusals.NotAsReviewed(
                reviewed.Path,
                proposal.Plan,
                reviewed.Plan,
                reviewed.Plan.ChangedSince(proposal.Observed, proposal.Desired)
            );
        return null;
    }

    private static Diagnostic? NotProven(ProposedDeployment proposal, UnprovenPolicies unproven)
    {
        var mustBeProven = proposal.Kind is DeploymentKind.Update or DeploymentKind.Promotion;
        // Without a call nothing changes.
        if (!mustBeProven || proposal.Plan.IsEmpty)
            return null;
        // Fail closed: no proof is no better than a refuted one.
        var holds = proposal.Proof is { Holds: true };
        return holds || unproven == UnprovenPolicies.Accepted ? null : DeploymentRefusals.NotProven();
    }

    private static Diagnostic? ClosedGates(ProposedDeployment proposal)
    {
        // Without a call nothing begins to be enforced.
        if (proposal.Kind != DeploymentKind.Promotion || proposal.PassedItsGates || proposal.Plan.IsEmpty)
            return null;
        // A gate that nobody looked at is closed.
        var gates = GateNames.All.Select(name =>
            proposal.Gates.FirstOrDefault(g => g.Name == name) ?? new Gate(name, IsOpen: false, [])
        );
        ImmutableArray<Gate> closed = [.. gates.Where(g => !g.Passes)];
        return closed.IsEmpty ? null : DeploymentRefusals.GatesClosed(closed);
    }
}
