using System.Collections.Immutable;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <summary>The entries of one run for the deployment record.</summary>
internal sealed class DeploymentEntries(Plan plan, DeploymentContext context, TimeProvider time)
{
    public DeploymentEntry Gate(Gate gate) =>
        Entry(gate.IsOpen ? DeploymentEvent.Passed : DeploymentEvent.Overridden) with
        {
            Detail = gate.Id,
            Why = gate.Override ?? string.Join("; ", gate.Evidence),
        };

    public DeploymentEntry Started(ImmutableArray<RecordedPolicy> before) =>
        Entry(DeploymentEvent.Started) with
        {
            Command = context.Command,
            Before = before,
            Accepted = context.Accepted,
        };

    public DeploymentEntry Done(PlanStep step, string policyId) =>
        Entry(DeploymentEvent.Done) with
        {
            Step = step,
            PolicyId = policyId,
        };

    /// <summary>Of a call that an earlier run made and could not record.</summary>
    public DeploymentEntry Found(PlanStep step, string policyId) =>
        Done(step, policyId) with
        {
            Detail = "not recorded by the run that broke off before, and found in AWS",
        };

    /// <param name="step">Null when all steps are taken.</param>
    /// <param name="stopped">Why it did not end.</param>
    public DeploymentEntry Failed(PlanStep? step, ApplyResult stopped) =>
        Entry(DeploymentEvent.Failed) with
        {
            Step = step,
            Detail = stopped.Failure?.Summary ?? stopped.Problem,
        };

    /// <param name="refused">Why the call, which is not needed, was not made.</param>
    public DeploymentEntry Skipped(PlanStep step, ApplyResult refused) =>
        Failed(step, refused) with
        {
            Event = DeploymentEvent.Skipped,
        };

    public DeploymentEntry Finished(ImmutableArray<string> targets) =>
        Entry(DeploymentEvent.Finished) with
        {
            Targets = targets,
        };

    private DeploymentEntry Entry(DeploymentEvent what) =>
        new(what, time.GetUtcNow(), context.Deployment)
        {
            Who = context.Who,
            Organization = plan.OrganizationId,
            Why = context.Why,
            Mode = plan.ModeAfter?.Name() ?? "",
            Stages = plan.Stages,
            Purpose = context.Purpose,
        };
}
