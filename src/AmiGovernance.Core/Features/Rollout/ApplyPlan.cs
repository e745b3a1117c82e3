using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout;

/// <param name="Who">The ARN that AWS knows the caller by.</param>
/// <param name="Deployment">Names the run in the record.</param>
public sealed record DeploymentContext(string Who, string Why, string Deployment)
{
    /// <summary>The gates of a promotion that were passed; they are recorded with it.</summary>
    public ImmutableArray<Gate> Gates { get; init; } = [];
}

public enum ApplyOutcome
{
    Done,

    /// <summary>The organization is not as it was when the plan was made.</summary>
    Stale,

    /// <summary>A call failed; what was done is recorded, and another run goes on from there.</summary>
    Failed,
}

/// <param name="StepsDone">Of this run.</param>
public sealed record ApplyResult(ApplyOutcome Outcome, int StepsDone, string Detail);

/// <summary>
/// Carries out a plan. A run that was killed at any point is made good by another: steps that are done already are recognized by
/// the state of the organization, and calls whose answer was lost are settled by looking.
/// </summary>
public sealed class ApplyPlan(
    IOrganizations aws,
    DeploymentRecord record,
    TimeProvider time,
    IProgress<(int Number, PlanStep Step)>? progress = null
)
{
    /// <summary>AWS shows changes to other calls after some seconds.</summary>
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(4),
        TimeSpan.FromSeconds(8),
        TimeSpan.FromSeconds(15),
    ];

    public async Task<ApplyResult> Run(
        Plan plan,
        Organization observed,
        DesiredState desired,
        DeploymentContext context,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        var done =
            plan.OrganizationId == observed.Id
                ? plan.States.IndexOf(new OurPolicies(observed, desired).Fingerprint())
                : -1;
        if (done < 0)
            return new ApplyResult(ApplyOutcome.Stale, 0, "the organization is not as it was when the plan was made");
        var mode = plan.ModeAfter?.Name() ?? "";
        DeploymentEntry Entry(DeploymentEvent what) =>
            new(what, time.GetUtcNow(), context.Deployment)
            {
                Who = context.Who,
                Organization = plan.OrganizationId,
                Why = context.Why,
                Mode = mode,
                Stages = plan.Stages,
            };
        foreach (var gate in context.Gates)
            if (
                !record.Add(
                    Entry(gate.IsOpen ? DeploymentEvent.Passed : DeploymentEvent.Overridden) with
                    {
                        Detail = gate.Id,
                        Why = gate.Override ?? string.Join("; ", gate.Evidence),
                    },
                    bag
                )
            )
                return Unrecorded(0);
        if (
            !record.Add(
                Entry(DeploymentEvent.Started) with
                {
                    Before = RecordedPolicy.Of(new OurPolicies(observed, desired)),
                },
                bag
            )
        )
            return Unrecorded(0);
        var policies = observed.Policies.ToDictionary(p => (p.Type, p.Name), p => p.Id);
        for (var i = done; i < plan.Steps.Length; i++)
        {
            var step = plan.Steps[i];
            progress?.Report((i + 1, step));
            try
            {
                await Do(step, plan, policies, cancel);
            }
            catch (AwsException e)
            {
                record.Add(
                    Entry(DeploymentEvent.Failed) with
                    {
                        Step = step,
                        Detail = $"{e.Operation}: {e.Code}: {e.Message}",
                    },
                    bag
                );
                return new ApplyResult(
                    ApplyOutcome.Failed,
                    i - done,
                    $"{e.Operation} was refused: {e.Code}{(e.Failure.Reason is null ? "" : $" ({e.Failure.Reason})")}: {e.Message}"
                );
            }
            if (
                !record.Add(
                    Entry(DeploymentEvent.Done) with
                    {
                        Step = step,
                        PolicyId = policies.GetValueOrDefault((step.Type, step.Policy), ""),
                    },
                    bag
                )
            )
                return Unrecorded(i - done + 1);
        }
        if (await ChangedByOthers(plan, observed, policies, cancel) is { } changed)
        {
            record.Add(Entry(DeploymentEvent.Failed) with { Detail = changed }, bag);
            return new ApplyResult(ApplyOutcome.Failed, plan.Steps.Length - done, changed);
        }
        return record.Add(Entry(DeploymentEvent.Finished) with { Targets = Targets(plan, observed) }, bag)
            ? new ApplyResult(ApplyOutcome.Done, plan.Steps.Length - done, "")
            : Unrecorded(plan.Steps.Length - done);
    }

    /// <summary>
    /// Looks once more at what was brought, for Organizations has no lock: of two who change it at once, the one whose changes did not
    /// last is told. Null when all is as planned.
    /// </summary>
    private async Task<string?> ChangedByOthers(
        Plan plan,
        Organization observed,
        Dictionary<(OrganizationPolicyType Type, string Name), string> policies,
        CancellationToken cancel
    )
    {
        if (plan.IsEmpty)
            return null;
        var after = plan.Steps.Aggregate(observed, (state, step) => step.ApplyTo(state));
        string? problem = null;
        try
        {
            foreach (
                var policy in after.Policies.Where(p =>
                    OurPolicies.IsManaged(p) && policies.ContainsKey((p.Type, p.Name))
                )
            )
            {
                var id = policies[(policy.Type, policy.Name)];
                var targets = after
                    .Attachments.Where(a => a.PolicyId == policy.Id)
                    .Select(a => a.TargetId)
                    .Order(StringComparer.Ordinal)
                    .ToList();
                await Until(async () => (problem = await Difference(policy, id, targets, cancel)) is null, cancel);
                if (problem is not null)
                    return problem;
            }
            return null;
        }
        catch (AwsException e)
        {
            return $"all calls were made, but looking at the result was refused: {e.Operation}: {e.Code}: {e.Message}";
        }
    }

    private async Task<string?> Difference(
        OrganizationPolicy wanted,
        string id,
        List<string> targets,
        CancellationToken cancel
    )
    {
        try
        {
            if ((await aws.DescribePolicy(id, cancel)).Content != wanted.Content)
                return $"somebody else changed the content of `{wanted.Name}` at the same time; look at what is there and plan again";
            return (await aws.ListTargetsForPolicy(id, cancel))
                .Order(StringComparer.Ordinal)
                .SequenceEqual(targets, StringComparer.Ordinal)
                ? null
                : $"somebody else attached or detached `{wanted.Name}` at the same time; look at what is there and plan again";
        }
        catch (AwsException e) when (e.Code == "PolicyNotFoundException")
        {
            return $"somebody else deleted `{wanted.Name}` at the same time; look at what is there and plan again";
        }
    }

    private static ImmutableArray<string> Targets(Plan plan, Organization observed)
    {
        var after = plan.Steps.Aggregate(observed, (state, step) => step.ApplyTo(state));
        var ours = after
            .Policies.Where(p => p.Type == OrganizationPolicyType.DeclarativePolicyEc2 && OurPolicies.IsManaged(p))
            .Select(p => p.Id)
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. after
                .Attachments.Where(a => ours.Contains(a.PolicyId))
                .Select(a => a.TargetId)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    private static ApplyResult Unrecorded(int done) =>
        new(ApplyOutcome.Failed, done, "the deployment record cannot be written; nothing is done that is not recorded");

    private async Task Do(
        PlanStep step,
        Plan plan,
        Dictionary<(OrganizationPolicyType, string), string> policies,
        CancellationToken cancel
    )
    {
        var id = policies.GetValueOrDefault((step.Type, step.Policy), "");
        switch (step.Call)
        {
            case StepCall.EnableAWSServiceAccess:
                await aws.EnableAWSServiceAccess(PlanStep.Ec2Service, cancel);
                break;
            case StepCall.EnablePolicyType:
                await Unless(
                    "PolicyTypeAlreadyEnabledException",
                    () => aws.EnablePolicyType(plan.RootId, step.Type, cancel)
                );
                await Until(async () => (await aws.ListRoots(cancel)).EnabledTypes.Contains(step.Type), cancel);
                break;
            case StepCall.CreatePolicy:
                policies[(step.Type, step.Policy)] = await Create(step, cancel);
                break;
            case StepCall.TagResource:
                await aws.TagResource(id, step.Tags, cancel);
                break;
            case StepCall.UpdatePolicy:
                await Update(step, id, cancel);
                break;
            case StepCall.AttachPolicy:
                await Eventually(
                    "PolicyNotFoundException",
                    () => Unless("DuplicatePolicyAttachmentException", () => aws.AttachPolicy(id, step.Target, cancel)),
                    cancel
                );
                break;
            case StepCall.DetachPolicy:
                await Unless("PolicyNotAttachedException", () => aws.DetachPolicy(id, step.Target, cancel));
                break;
            case StepCall.DeletePolicy:
                await Eventually(
                    "PolicyInUseException",
                    () => Unless("PolicyNotFoundException", () => aws.DeletePolicy(id, cancel)),
                    cancel
                );
                policies.Remove((step.Type, step.Policy));
                break;
        }
    }

    /// <summary>When the answer to an earlier attempt was lost, the policy is there already: with our content and tag it is the one.</summary>
    private async Task<string> Create(PlanStep step, CancellationToken cancel)
    {
        try
        {
            return await aws.CreatePolicy(
                new OrganizationPolicy("", step.Policy, step.Type, step.Content ?? "")
                {
                    Description = step.Description,
                    Tags = step.Tags,
                },
                cancel
            );
        }
        catch (AwsException e) when (e.Code == "DuplicatePolicyException")
        {
            var there = (await aws.ListPolicies(step.Type, cancel)).FirstOrDefault(p => p.Name == step.Policy);
            if (there is null)
                throw;
            var policy = await aws.DescribePolicy(there.Id, cancel);
            var tags = await aws.ListTagsForResource(there.Id, cancel);
            if (policy.Content == step.Content && OurPolicies.IsManaged(policy with { Tags = tags }))
                return there.Id;
            throw new AwsException(
                e.Operation,
                e.Code,
                $"somebody else has made a policy `{step.Policy}` since the plan was made; plan again",
                e.Failure.RequestId,
                e
            );
        }
    }

    /// <summary>Organizations has no compare-and-swap, so what is replaced is read once more, just before.</summary>
    private async Task Update(PlanStep step, string id, CancellationToken cancel)
    {
        var now = await aws.DescribePolicy(id, cancel);
        if (now.Content == step.Content && now.Description == step.Description)
            return;
        if (now.Content != step.PreviousContent)
            throw new AwsException(
                "organizations:UpdatePolicy",
                "ChangedSinceRead",
                $"`{step.Policy}` was changed by somebody else since the plan was made; plan again",
                null
            );
        await aws.UpdatePolicy(now with { Content = step.Content ?? "", Description = step.Description }, cancel);
    }

    private static async Task Unless(string code, Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (AwsException e) when (e.Code == code)
        {
            // It is so already: an earlier attempt came through though its answer did not.
        }
    }

    private async Task Eventually(string code, Func<Task> call, CancellationToken cancel)
    {
        foreach (var wait in Waits)
        {
            try
            {
                await call();
                return;
            }
            catch (AwsException e) when (e.Code == code)
            {
                await Task.Delay(wait, time, cancel);
            }
        }
        await call();
    }

    private async Task Until(Func<Task<bool>> reached, CancellationToken cancel)
    {
        foreach (var wait in Waits)
        {
            if (await reached())
                return;
            await Task.Delay(wait, time, cancel);
        }
        await reached();
    }
}
