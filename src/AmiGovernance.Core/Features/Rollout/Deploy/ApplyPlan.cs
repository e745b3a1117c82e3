using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <summary>
/// Makes the calls of a plan. A run that was killed at any point is made good by another: steps that are done already are recognized by
/// the state of the organization, and calls whose answer was lost are settled by looking.
/// </summary>
internal sealed class ApplyPlan(
    IOrganizations aws,
    DeploymentRecord record,
    TimeProvider time,
    IProgress<(int Number, PlanStep Step)>? progress = null
)
{
    private readonly EventualConsistency consistency = new(time);

    /// <param name="plan">The calls.</param>
    /// <param name="observed">The organization as it was read just now.</param>
    /// <param name="desired">Tells which policies are ours.</param>
    /// <param name="context">Who does it, and why.</param>
    /// <param name="bag">Takes the report when the record cannot be written.</param>
    /// <param name="cancel">Ends the run between two calls; another run goes on from there.</param>
    public async Task<ApplyResult> Run(
        Plan plan,
        Organization observed,
        DesiredState desired,
        DeploymentContext context,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        if (plan.StepsDone(observed, desired) is not { } done)
            return Stale(plan.ChangedSince(observed, desired));
        var entries = new DeploymentEntries(plan, context, time);
        var start = entries.Started(RecordedPolicy.Of(new OurPolicies(observed, desired)));
        foreach (var entry in context.Gates.Select(entries.Gate).Append(start))
            if (!record.Add(entry, bag))
                return Unrecorded(0);

        var calls = new PolicyCalls(aws, consistency, plan.RootId, observed.Policies);
        var taken = 0;
        for (var i = done; i < plan.Steps.Length; i++)
        {
            var step = plan.Steps[i];
            progress?.Report((i + 1, step));
            var refused = await Take(step, calls, taken, cancel);
            if (refused is not null && !TrustedAccess.MayBeMissing(step, refused.Failure))
            {
                record.Add(entries.Failed(step, refused), bag);
                return refused;
            }
            if (refused is null)
                taken++;
            if (!record.Add(Entry(entries, step, calls, refused, bag), bag))
                return Unrecorded(taken);
        }
        return await Finish(plan, observed, calls, entries, taken, bag, cancel);
    }

    /// <summary>Of a call that was made, or of one that was refused and is not needed.</summary>
    private static DeploymentEntry Entry(
        DeploymentEntries entries,
        PlanStep step,
        PolicyCalls calls,
        ApplyResult? refused,
        DiagnosticBag bag
    )
    {
        if (refused?.Failure is not { } failure)
            return entries.Done(step, calls.IdOf(step.Type, step.Policy));
        TrustedAccess.ReportRefused(failure, bag);
        return entries.Skipped(step, refused);
    }

    private static ApplyResult Stale(ImmutableArray<string> changes) =>
        new(ApplyOutcome.Stale, 0, DeploymentRefusals.Stale(changes).Message);

    /// <summary>Null when the step is taken.</summary>
    private static async Task<ApplyResult?> Take(
        PlanStep step,
        PolicyCalls calls,
        int takenBefore,
        CancellationToken cancel
    )
    {
        try
        {
            var problem = await calls.Make(step, cancel);
            return problem is null ? null : new ApplyResult(ApplyOutcome.Failed, takenBefore, problem);
        }
        catch (AwsException e)
        {
            return new ApplyResult(ApplyOutcome.Failed, takenBefore, step.Text) { Failure = e.Failure };
        }
    }

    private async Task<ApplyResult> Finish(
        Plan plan,
        Organization observed,
        PolicyCalls calls,
        DeploymentEntries entries,
        int taken,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        var after = plan.ApplyTo(observed);
        if (!plan.IsEmpty)
        {
            var others = await new OverlappingChange(aws, consistency).Find(after, calls, taken, cancel);
            if (others is not null)
            {
                record.Add(entries.Failed(null, others), bag);
                return others;
            }
        }
        return record.Add(entries.Finished(GovernedTargets(after)), bag)
            ? new ApplyResult(ApplyOutcome.Done, taken, "")
            : Unrecorded(taken);
    }

    private static ImmutableArray<string> GovernedTargets(Organization after)
    {
        var ours = after
            .Policies.Where(p => p.Type == ScpAlone.ModeType(after) && OurPolicies.IsManaged(p))
            .Select(p => p.Id)
            .ToHashSet(StringComparer.Ordinal);
        var targets = after.Attachments.Where(a => ours.Contains(a.PolicyId)).Select(a => a.TargetId);
        return [.. targets.Distinct().Order(StringComparer.Ordinal)];
    }

    private static ApplyResult Unrecorded(int taken) =>
        new(
            ApplyOutcome.Failed,
            taken,
            "the deployment record cannot be written; nothing is done that is not recorded"
        );
}
