using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <summary>
/// Makes the call of a step. A step may be taken twice: where the answer to an earlier attempt was lost, the state of the organization
/// settles whether it came through.
/// </summary>
internal sealed class PolicyCalls(
    IOrganizations aws,
    EventualConsistency consistency,
    string rootId,
    IEnumerable<OrganizationPolicy> policies
)
{
    private readonly Dictionary<(OrganizationPolicyType Type, string Name), string> ids = policies.ToDictionary(
        p => (p.Type, p.Name),
        p => p.Id
    );

    /// <summary>The policies that this run deleted, with the ids that they had.</summary>
    public List<(string Name, string Id)> Deleted { get; } = [];

    /// <summary>Empty when the policy is not there.</summary>
    public string IdOf(OrganizationPolicyType type, string name) => ids.GetValueOrDefault((type, name), "");

    /// <summary>Null once it is made; else what somebody else did meanwhile. Throws <see cref="AwsException"/> when AWS refuses.</summary>
    public async Task<string?> Make(PlanStep step, CancellationToken cancel)
    {
        var id = IdOf(step.Type, step.Policy);
        switch (step.Call)
        {
            case StepCall.CreatePolicy:
                return await Create(step, cancel);
            case StepCall.UpdatePolicy:
                return await Update(step, id, cancel);
            case StepCall.EnableAWSServiceAccess:
                await aws.EnableAWSServiceAccess(PlanStep.Ec2Service, cancel);
                break;
            case StepCall.EnablePolicyType:
                await EnableType(step.Type, cancel);
                break;
            case StepCall.TagResource:
                await aws.TagResource(id, step.Tags, cancel);
                break;
            case StepCall.AttachPolicy:
                await consistency.Eventually(
                    "PolicyNotFoundException",
                    () => Unless("DuplicatePolicyAttachmentException", () => aws.AttachPolicy(id, step.Target, cancel)),
                    cancel
                );
                break;
            case StepCall.DetachPolicy or StepCall.DeletePolicy:
                return await Remove(step, id, cancel);
        }
        return null;
    }

    /// <summary>What goes with its content is read once more, as what is replaced is.</summary>
    private async Task<string?> Remove(PlanStep step, string id, CancellationToken cancel)
    {
        if (
            step.PreviousContent is { } known
            && await ContentOf(id, cancel) is { } now
            && !PolicyContent.Same(now, known)
        )
            return ChangedMeanwhile(step);
        if (step.Call == StepCall.DetachPolicy)
        {
            await Unless("PolicyNotAttachedException", () => aws.DetachPolicy(id, step.Target, cancel));
            return null;
        }
        await consistency.Eventually(
            "PolicyInUseException",
            () => Unless("PolicyNotFoundException", () => aws.DeletePolicy(id, cancel)),
            cancel
        );
        if (ids.Remove((step.Type, step.Policy)))
            Deleted.Add((step.Policy, id));
        return null;
    }

    /// <summary>Null when it is gone.</summary>
    private async Task<string?> ContentOf(string id, CancellationToken cancel)
    {
        try
        {
            return (await aws.DescribePolicy(id, cancel)).Content;
        }
        catch (AwsException e) when (e.Code == "PolicyNotFoundException")
        {
            return null;
        }
    }

    private static string ChangedMeanwhile(PlanStep step) =>
        $"`{step.Policy}` was changed by somebody else since the plan was made; plan again";

    private async Task EnableType(OrganizationPolicyType type, CancellationToken cancel)
    {
        await Unless("PolicyTypeAlreadyEnabledException", () => aws.EnablePolicyType(rootId, type, cancel));
        await consistency.UntilNone(
            async () => (await aws.ListRoots(cancel)).EnabledTypes.Contains(type) ? null : "not enabled",
            cancel
        );
    }

    private async Task<string?> Create(PlanStep step, CancellationToken cancel)
    {
        var policy = new OrganizationPolicy("", step.Policy, step.Type, step.Content ?? "")
        {
            Description = step.Description,
            Tags = step.Tags,
        };
        try
        {
            ids[(step.Type, step.Policy)] = await aws.CreatePolicy(policy, cancel);
            return null;
        }
        catch (AwsException e) when (e.Code == AwsFacts.DuplicatePolicy.Value)
        {
            // When the answer to an earlier attempt was lost, the policy is there already.
            if (await Existing(step, cancel) is not { } there)
                throw;
            if (!PolicyContent.Same(there.Content, step.Content) || !OurPolicies.IsManaged(there))
                return $"somebody else has made a policy `{step.Policy}` since the plan was made; plan again";
            ids[(step.Type, step.Policy)] = there.Id;
            return null;
        }
    }

    private async Task<OrganizationPolicy?> Existing(PlanStep step, CancellationToken cancel)
    {
        var summary = (await aws.ListPolicies(step.Type, cancel)).FirstOrDefault(p => p.Name == step.Policy);
        if (summary is null)
            return null;
        return (await aws.DescribePolicy(summary.Id, cancel)) with
        {
            Tags = await aws.ListTagsForResource(summary.Id, cancel),
        };
    }

    /// <summary>Organizations has no compare-and-swap, so what is replaced is read once more, just before.</summary>
    private async Task<string?> Update(PlanStep step, string id, CancellationToken cancel)
    {
        var now = await aws.DescribePolicy(id, cancel);
        if (PolicyContent.Same(now.Content, step.Content) && now.Description == step.Description)
            return null;
        if (!PolicyContent.Same(now.Content, step.PreviousContent))
            return ChangedMeanwhile(step);
        await aws.UpdatePolicy(now with { Content = step.Content ?? "", Description = step.Description }, cancel);
        return null;
    }

    /// <summary>A refusal with this code says that it is so already: an earlier attempt came through though its answer did not.</summary>
    private static async Task Unless(string code, Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (AwsException e) when (e.Code == code) { }
    }
}
