using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Organizations;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Tests.Support;

/// <summary>The process ended at this call.</summary>
internal sealed class KilledException : Exception;

/// <summary>The sandbox's Organizations without a protocol between, for tests that look at every single call.</summary>
internal sealed class SandboxOrganizations(SandboxWorld world) : IOrganizations
{
    private readonly OrganizationPolicies policies = new(world);

    /// <summary>The calls that change something, as they were made.</summary>
    public List<string> Changes { get; } = [];

    /// <summary>Called before and after each changing call with its number, from 0.</summary>
    public Action<int>? Before { get; set; }

    public Action<int>? After { get; set; }

    /// <summary>Called before each call that reads.</summary>
    public Action? BeforeRead { get; set; }

    /// <summary>Calls by their names that are refused, each with this code.</summary>
    public Dictionary<string, string> Refused { get; } = new(StringComparer.Ordinal);

    /// <summary>Calls by their names that are taken and have no effect.</summary>
    public HashSet<string> Ineffective { get; } = new(StringComparer.Ordinal);

    /// <summary>Types of policies that the caller may not ask for.</summary>
    public HashSet<OrganizationPolicyType> RefusedTypes { get; } = [];

    private Organization Now => world.Organization;

    private Task Change(string call, Action change, CancellationToken cancel)
    {
        var number = Changes.Count;
        Changes.Add(call);
        Before?.Invoke(number);
        // As a client does: a call in flight ends without its answer.
        cancel.ThrowIfCancellationRequested();
        try
        {
            if (Refused.TryGetValue(call.Split(' ')[0], out var code))
                throw new SandboxException(code, "refused");
            if (!Ineffective.Contains(call.Split(' ')[0]))
                change();
        }
        catch (SandboxException e)
        {
            throw new AwsException(
                new AwsFailure
                {
                    Operation = $"organizations:{call.Split(' ')[0]}",
                    Code = e.Code,
                    Message = e.Message,
                    RequestId = "request",
                    Reason = e.Reason,
                }
            );
        }
        After?.Invoke(number);
        return Task.CompletedTask;
    }

    private Task<T> Read<T>(string call, Func<T> read)
    {
        BeforeRead?.Invoke();
        try
        {
            if (Refused.TryGetValue(call, out var code))
                throw new SandboxException(code, "refused");
            return Task.FromResult(read());
        }
        catch (SandboxException e)
        {
            throw new AwsException($"organizations:{call}", e.Code, e.Message, "request");
        }
    }

    public Task<OrganizationDetails> DescribeOrganization(CancellationToken cancel) =>
        Task.FromResult(new OrganizationDetails(Now.Id, Now.ManagementAccount, true));

    public Task<RootDetails> ListRoots(CancellationToken cancel) =>
        Task.FromResult(new RootDetails(Now.RootId, Now.EnabledTypes));

    public Task<ImmutableArray<OrganizationAccount>> ListAccounts(CancellationToken cancel) =>
        Task.FromResult(Now.Accounts);

    public Task<ImmutableArray<OrganizationAccount>> ListAccountsForParent(string parentId, CancellationToken cancel) =>
        Task.FromResult(Now.Accounts.Where(a => a.ParentId == parentId).ToImmutableArray());

    public Task<ImmutableArray<OrganizationalUnit>> ListOrganizationalUnitsForParent(
        string parentId,
        CancellationToken cancel
    ) => Task.FromResult(Now.Units.Where(u => u.ParentId == parentId).ToImmutableArray());

    public Task<string> ListParents(string childId, CancellationToken cancel) =>
        Task.FromResult(
            Now.Units.Where(u => u.Id == childId)
                .Select(u => u.ParentId)
                .Concat(Now.Accounts.Where(a => a.Id.Value == childId).Select(a => a.ParentId))
                .First()
        );

    public Task<ImmutableArray<PolicySummary>> ListPolicies(OrganizationPolicyType type, CancellationToken cancel) =>
        Read("ListPolicies", () => PoliciesOf(type));

    private ImmutableArray<PolicySummary> PoliciesOf(OrganizationPolicyType type)
    {
        if (RefusedTypes.Contains(type))
            throw new SandboxException("AccessDeniedException", "refused");
        if (!Now.Knows(type))
            throw OrganizationErrors.InvalidType();
        return [.. Now.Policies.Where(p => p.Type == type).Select(Summary)];
    }

    public Task<ImmutableArray<PolicySummary>> ListPoliciesForTarget(
        string targetId,
        OrganizationPolicyType type,
        CancellationToken cancel
    ) =>
        Task.FromResult(
            Now.Attachments.Where(a => a.TargetId == targetId)
                .Select(a => Now.Policy(a.PolicyId)!)
                .Where(p => p.Type == type)
                .Select(Summary)
                .ToImmutableArray()
        );

    public Task<ImmutableArray<string>> ListTargetsForPolicy(string policyId, CancellationToken cancel) =>
        Read(
            "ListTargetsForPolicy",
            () =>
                Now
                    .Attachments.Where(a => a.PolicyId == policies.Find(policyId).Id)
                    .Select(a => a.TargetId)
                    .ToImmutableArray()
        );

    public Task<OrganizationPolicy> DescribePolicy(string policyId, CancellationToken cancel) =>
        Read("DescribePolicy", () => policies.Find(policyId) with { Tags = OrganizationPolicy.NoTags });

    public Task<ImmutableSortedDictionary<string, string>> ListTagsForResource(
        string resourceId,
        CancellationToken cancel
    ) =>
        Read(
            "ListTagsForResource",
            () => resourceId == Now.RootId ? OrganizationTags.Of(world, resourceId) : policies.Find(resourceId).Tags
        );

    public Task<string?> DescribeEffectivePolicy(
        AccountId account,
        OrganizationPolicyType type,
        CancellationToken cancel
    ) => Read("DescribeEffectivePolicy", () => EffectivePolicies.ForAccount(Now, account));

    public Task<ImmutableArray<AccountId>> ListAccountsWithInvalidEffectivePolicy(
        OrganizationPolicyType type,
        CancellationToken cancel
    )
    {
        var effective = new EffectivePolicies(new OrganizationIndex(Now));
        return Task.FromResult(
            Now.Accounts.Where(a => !effective.Of(a.Id.Value).IsValid).Select(a => a.Id).ToImmutableArray()
        );
    }

    public Task<ImmutableArray<string>> ListAWSServiceAccessForOrganization(CancellationToken cancel) =>
        Task.FromResult(world.TrustedServices.ToImmutableArray());

    public Task<ImmutableArray<AccountId>> ListDelegatedAdministrators(
        string servicePrincipal,
        CancellationToken cancel
    ) => Task.FromResult(ImmutableArray<AccountId>.Empty);

    public Task EnableAWSServiceAccess(string servicePrincipal, CancellationToken cancel) =>
        Change("EnableAWSServiceAccess", () => world.TrustedServices.Add(servicePrincipal), cancel);

    public Task EnablePolicyType(string rootId, OrganizationPolicyType type, CancellationToken cancel) =>
        Change($"EnablePolicyType {type}", () => policies.EnableType(rootId, type), cancel);

    public async Task<string> CreatePolicy(OrganizationPolicy policy, CancellationToken cancel)
    {
        var id = "";
        await Change(
            $"CreatePolicy {policy.Name}",
            () => id = policies.Create(policy.Name, policy.Type, policy.Description, policy.Content, policy.Tags).Id,
            cancel
        );
        return id;
    }

    public Task UpdatePolicy(OrganizationPolicy policy, CancellationToken cancel) =>
        Change(
            $"UpdatePolicy {policy.Name}",
            () => policies.Update(policy.Id, null, policy.Description, policy.Content),
            cancel
        );

    public Task DeletePolicy(string policyId, CancellationToken cancel) =>
        Change($"DeletePolicy {Name(policyId)}", () => policies.Delete(policyId), cancel);

    public Task AttachPolicy(string policyId, string targetId, CancellationToken cancel) =>
        Change($"AttachPolicy {Name(policyId)} {targetId}", () => policies.Attach(policyId, targetId), cancel);

    public Task DetachPolicy(string policyId, string targetId, CancellationToken cancel) =>
        Change($"DetachPolicy {Name(policyId)} {targetId}", () => policies.Detach(policyId, targetId), cancel);

    public async Task TagResource(
        string resourceId,
        ImmutableSortedDictionary<string, string> tags,
        CancellationToken cancel
    )
    {
        if (TagsWaitFor is not null)
            await TagsWaitFor;
        await Change($"TagResource {Name(resourceId)}", () => Tag(resourceId, tags), cancel);
    }

    /// <summary>What a tag is answered after; null for at once.</summary>
    public Task? TagsWaitFor { get; set; }

    private void Tag(string id, ImmutableSortedDictionary<string, string> tags)
    {
        if (id == Now.RootId)
            OrganizationTags.Set(world, id, OrganizationTags.Of(world, id).SetItems(tags));
        else
            policies.SetTags(id, own => own.SetItems(tags));
    }

    private string Name(string id) => Now.Policy(id)?.Name ?? id;

    private static PolicySummary Summary(OrganizationPolicy policy) =>
        new(policy.Id, policy.Name, policy.Description, policy.Type, policy.AwsManaged);
}
