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
    /// <summary>A call in flight is not cut off: nobody would know whether it came through. A run ends between two of them.</summary>
    private static readonly CancellationToken ToTheEnd = CancellationToken.None;

    private readonly EventualConsistency consistency = new(time);

    /// <summary>Our policies as the record is to have them before the calls; null for as they were read.</summary>
    public ImmutableArray<RecordedPolicy>? Before { get; init; }

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
            return Stale(plan.ChangedSince(observed, desired));
        var entries = new DeploymentEntries(plan, context, time);
        var start = entries.Started(Before ?? RecordedPolicy.Of(new OurPolicies(observed, desired)));
        if (await Start(entries, start, context.Gates, observed, bag) is { } notStarted)
            return notStarted;

        var calls = new PolicyCalls(aws, consistency, plan.RootId, observed.Policies);
        if (context.Lost is { } lost && !record.Add(entries.Found(lost, calls.IdOf(lost.Type, lost.Policy)), bag))
            return Unrecorded(0);
        var taken = 0;
        for (var i = done; i < plan.Steps.Length; i++)
        {
            // Before the first, the start has looked.
            if (await Stop(entries, i > done, taken, i + 1, bag, cancel) is { } stopped)
                return stopped;
            var step = plan.Steps[i];
            progress?.Report((i + 1, step));
            var refused = await Take(step, calls, taken);
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
        return await Finish(plan, observed, calls, entries, taken, bag);
    }

    /// <summary>Null when the next call may be made.</summary>
    private async Task<ApplyResult?> Stop(
        DeploymentEntries entries,
        bool looks,
        int taken,
        int next,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        if (cancel.IsCancellationRequested)
            return Interrupted(entries, taken, next, bag);
        if (!looks || await Overtaken(taken) is not { } overtaken)
            return null;
        record.Add(entries.Failed(null, overtaken), bag);
        return overtaken;
    }

    private ApplyResult Interrupted(DeploymentEntries entries, int taken, int next, DiagnosticBag bag)
    {
        var interrupted = new ApplyResult(ApplyOutcome.Interrupted, taken, "interrupted") { NextCall = next };
        record.Add(entries.Failed(null, interrupted), bag);
        return interrupted;
    }

    /// <summary>Null once the run is recorded and other clones know of it.</summary>
    private async Task<ApplyResult?> Start(
        DeploymentEntries entries,
        DeploymentEntry start,
        ImmutableArray<Gate> gates,
        Organization observed,
        DiagnosticBag bag
    )
    {
        foreach (var entry in gates.Select(entries.Gate).Append(start))
            if (!record.Add(entry, bag))
                return Unrecorded(0);
        if (await Overtaken(() => Begin(start, observed, bag), 0) is not { } overtaken)
            return null;
        record.Add(entries.Failed(null, overtaken), bag);
        return overtaken;
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
    private static async Task<ApplyResult?> Take(PlanStep step, PolicyCalls calls, int takenBefore)
    {
        try
        {
            var problem = await calls.Make(step, ToTheEnd);
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
        DiagnosticBag bag
    )
    {
        var after = plan.ApplyTo(observed);
        if (await Others(plan, observed, after, calls, taken) is { } others)
        {
            record.Add(entries.Failed(null, others), bag);
            return others;
        }
        var end = entries.Finished(OurPolicies.GovernedTargets(after));
        if (!record.Add(end, bag))
            return Unrecorded(taken);
        var other = Marks is null ? null : await Marks.End(end, OurIds(after, calls), bag, ToTheEnd);
        return new ApplyResult(ApplyOutcome.Done, taken, "") { Beside = BesideThis(other) };
    }

    /// <summary>Null when nobody else was at work.</summary>
    /// <param name="marked">Who AWS says was; null for nobody.</param>
    private Beside? BesideThis(string? marked)
    {
        // Each run writes its end before it looks here, so that the later one of two finds the other.
        if (record.Beside() is { } here)
            return new Beside($"{here.Text} ended at the same time", IsHere: true);
        return marked is null ? null : new Beside(marked, IsHere: false);
    }

    private Task<string?> Begin(DeploymentEntry start, Organization observed, DiagnosticBag bag) =>
        Marks?.Begin(start, observed.Policies.Where(OurPolicies.IsManaged).Select(p => p.Id), bag, ToTheEnd)
        ?? Task.FromResult<string?>(null);

    /// <summary>Null when nobody else was at work.</summary>
    private async Task<ApplyResult?> Others(
        Plan plan,
        Organization observed,
        Organization after,
        PolicyCalls calls,
        int taken
    )
    {
        var changed = plan.IsEmpty
            ? null
            : await new OverlappingChange(aws, consistency).Find(observed, after, calls, taken, ToTheEnd);
        return changed ?? await Overtaken(taken);
    }

    /// <summary>Null when no other clone has begun since this run did.</summary>
    private async Task<ApplyResult?> Overtaken(int taken) =>
        Marks is { IsMarked: true } marks ? await Overtaken(() => marks.Overtaken(ToTheEnd), taken) : null;

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
        after.Policies.Where(OurPolicies.IsManaged).Select(p => calls.IdOf(p.Type, p.Name)).Where(id => id.Length > 0);

    private static ApplyResult Unrecorded(int taken) =>
        new(ApplyOutcome.Unrecorded, taken, "the deployment record cannot be written, so nothing more is done");
}
