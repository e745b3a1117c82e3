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

    /// <summary>Tells other clones; null where none are told.</summary>
    public DeploymentMarks? Marks { get; init; }

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
            return new ApplyResult(ApplyOutcome.Stale, 0, DeploymentRefusals.Stale().Message);
        var entries = new DeploymentEntries(plan, context, time);
        var start = entries.Started(RecordedPolicy.Of(new OurPolicies(observed, desired)));
        foreach (var entry in context.Gates.Select(entries.Gate).Append(start))
            if (!record.Add(entry, bag))
                return Unrecorded(0);
        if (await Overtaken(() => Begin(start, bag, cancel), 0) is { } overtaken)
        {
            record.Add(entries.Failed(null, overtaken), bag);
            return overtaken;
        }

        var calls = new PolicyCalls(aws, consistency, plan.RootId, observed.Policies);
        for (var i = done; i < plan.Steps.Length; i++)
        {
            var step = plan.Steps[i];
            progress?.Report((i + 1, step));
            if (await Take(step, calls, i - done, cancel) is { } stopped)
            {
                record.Add(entries.Failed(step, stopped), bag);
                return stopped;
            }
            if (!record.Add(entries.Done(step, calls.IdOf(step.Type, step.Policy)), bag))
                return Unrecorded(i - done + 1);
        }
        return await Finish(plan, observed, calls, entries, plan.Steps.Length - done, bag, cancel);
    }

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
            return new ApplyResult(ApplyOutcome.Failed, takenBefore, "") { Failure = e.Failure };
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
        if (await Others(plan, after, calls, taken, cancel) is { } others)
        {
            record.Add(entries.Failed(null, others), bag);
            return others;
        }
        var end = entries.Finished(DeclarativeTargets(after));
        if (!record.Add(end, bag))
            return Unrecorded(taken);
        if (Marks is not null)
            await Marks.End(end, OurIds(after, calls), bag, cancel);
        return new ApplyResult(ApplyOutcome.Done, taken, "");
    }

    private Task<string?> Begin(DeploymentEntry start, DiagnosticBag bag, CancellationToken cancel) =>
        Marks?.Begin(start, bag, cancel) ?? Task.FromResult<string?>(null);

    /// <summary>Null when nobody else was at work.</summary>
    private async Task<ApplyResult?> Others(
        Plan plan,
        Organization after,
        PolicyCalls calls,
        int taken,
        CancellationToken cancel
    )
    {
        var changed = plan.IsEmpty
            ? null
            : await new OverlappingChange(aws, consistency).Find(after, calls, taken, cancel);
        if (changed is not null || Marks is not { IsMarked: true } marks)
            return changed;
        return await Overtaken(() => marks.Overtaken(cancel), taken);
    }

    /// <summary>Null when no other clone was at work.</summary>
    private static async Task<ApplyResult?> Overtaken(Func<Task<string?>> look, int taken)
    {
        try
        {
            return await look() is { } other ? new ApplyResult(ApplyOutcome.Overtaken, taken, other) : null;
        }
        catch (AwsException e)
        {
            return new ApplyResult(ApplyOutcome.Failed, taken, "") { Failure = e.Failure };
        }
    }

    private static IEnumerable<string> OurIds(Organization after, PolicyCalls calls) =>
        after
            .Policies.Where(OurPolicies.IsManaged)
            .Select(p => calls.IdOf(p.Type, p.Name))
            .Where(id => id.Length > 0);

    private static ImmutableArray<string> DeclarativeTargets(Organization after)
    {
        var ours = after
            .Policies.Where(p => p.Type == OrganizationPolicyType.DeclarativePolicyEc2 && OurPolicies.IsManaged(p))
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
