using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Organizations;

/// <summary>The policy calls of AWS Organizations with their errors and quotas, without any protocol. The caller holds the gate.</summary>
internal sealed class OrganizationPolicies(SandboxWorld world)
{
    private Organization Now
    {
        get => world.Organization;
        set => world.Organization = value;
    }

    public void EnableType(string rootId, OrganizationPolicyType type)
    {
        CheckRoot(rootId);
        if (Now.EnabledTypes.Contains(type))
            throw new SandboxException(
                "PolicyTypeAlreadyEnabledException",
                "The specified policy type is already enabled."
            );
        var enabled = Now with { EnabledTypes = Now.EnabledTypes.Add(type) };
        Now = type == OrganizationPolicyType.ServiceControlPolicy ? WithFullAccess(enabled) : enabled;
    }

    /// <summary>Organizations user guide, "Enabling a policy type": switching SCPs on attaches FullAWSAccess everywhere.</summary>
    private Organization WithFullAccess(Organization organization)
    {
        var full = OrganizationPolicy.FullAwsAccess;
        var policies = organization.Policies;
        return organization with
        {
            Policies = organization.Policy(full.Id) is null ? policies.Insert(0, full) : policies,
            Attachments = [.. organization.Attachments, .. Targets.Select(t => new PolicyAttachment(t, full.Id))],
        };
    }

    /// <summary>Detaches every policy of the type everywhere; AWS does not bring the attachments back.</summary>
    public void DisableType(string rootId, OrganizationPolicyType type)
    {
        CheckRoot(rootId);
        if (!Now.EnabledTypes.Contains(type))
            throw new SandboxException(
                "PolicyTypeNotEnabledException",
                "The specified policy type isn't currently enabled in this root."
            );
        var ofType = Now.Policies.Where(p => p.Type == type).Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
        Now = Now with
        {
            EnabledTypes = Now.EnabledTypes.Remove(type),
            Attachments = Now.Attachments.RemoveAll(a => ofType.Contains(a.PolicyId)),
        };
    }

    public OrganizationPolicy Create(
        string name,
        OrganizationPolicyType type,
        string description,
        string content,
        ImmutableSortedDictionary<string, string> tags
    )
    {
        PolicyLimits.CheckName(name, description);
        CheckUnique(name, type, "");
        PolicyLimits.CheckContent(type, content, world.Assumptions);
        if (Now.Policies.Count(p => p.Type == type) >= type.Kind().PoliciesInOrganization)
            throw OrganizationErrors.Constraint(
                "POLICY_NUMBER_LIMIT_EXCEEDED",
                "You have exceeded the number of policies that you can have in an organization."
            );
        var policy = new OrganizationPolicy(world.NewId("p-", 10), name, type, content)
        {
            Description = description,
            Tags = PolicyLimits.CheckTags(tags),
        };
        Now = Now with { Policies = Now.Policies.Add(policy) };
        return policy;
    }

    /// <summary>Null leaves a part as it is.</summary>
    public OrganizationPolicy Update(string id, string? name, string? description, string? content)
    {
        var policy = Own(id);
        var changed = policy with
        {
            Name = name ?? policy.Name,
            Description = description ?? policy.Description,
            Content = content ?? policy.Content,
        };
        PolicyLimits.CheckName(changed.Name, changed.Description);
        CheckUnique(changed.Name, policy.Type, id);
        if (content is not null)
            PolicyLimits.CheckContent(policy.Type, content, world.Assumptions);
        Now = Now with { Policies = Now.Policies.Replace(policy, changed) };
        return changed;
    }

    public void Delete(string id)
    {
        var policy = Own(id);
        if (Now.Attachments.Any(a => a.PolicyId == id))
            throw new SandboxException(
                "PolicyInUseException",
                "The policy is attached to one or more entities. You must detach it from all roots, OUs, and accounts before performing this operation."
            );
        Now = Now with { Policies = Now.Policies.Remove(policy) };
    }

    public void Attach(string id, string target)
    {
        var policy = Find(id);
        CheckTarget(target);
        if (!Now.EnabledTypes.Contains(policy.Type))
            throw new SandboxException(
                "PolicyTypeNotEnabledException",
                "The specified policy type isn't currently enabled in this root."
            );
        if (Now.Attachments.Contains(new PolicyAttachment(target, id)))
            throw new SandboxException(
                "DuplicatePolicyAttachmentException",
                "The selected policy is already attached to the specified target."
            );
        if (OfType(target, policy.Type) >= policy.Type.Kind().AttachmentsPerTarget)
            throw OrganizationErrors.Constraint(
                "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
                "You have exceeded the number of policies of this type that can be attached to an entity."
            );
        Now = Now with { Attachments = Now.Attachments.Add(new PolicyAttachment(target, id)) };
    }

    public void Detach(string id, string target)
    {
        var policy = Find(id);
        CheckTarget(target);
        if (!Now.Attachments.Contains(new PolicyAttachment(target, id)))
            throw new SandboxException(
                "PolicyNotAttachedException",
                "The policy isn't attached to the specified target in the specified root."
            );
        if (OfType(target, policy.Type) <= policy.Type.Kind().LeastAttachments)
            throw OrganizationErrors.Constraint(
                "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
                $"You cannot remove the last {policy.Type.Kind().Title} attached to the entity."
            );
        Now = Now with { Attachments = Now.Attachments.Remove(new PolicyAttachment(target, id)) };
    }

    public void SetTags(
        string id,
        Func<ImmutableSortedDictionary<string, string>, ImmutableSortedDictionary<string, string>> change
    )
    {
        var policy = Own(id);
        var changed = policy with { Tags = PolicyLimits.CheckTags(change(policy.Tags)) };
        Now = Now with { Policies = Now.Policies.Replace(policy, changed) };
    }

    public OrganizationPolicy Find(string id) => Now.Policy(id) ?? throw OrganizationErrors.NoPolicy(id);

    public void CheckTarget(string target)
    {
        if (!world.Lookup.IsTarget(target))
            throw OrganizationErrors.NoTarget();
    }

    private OrganizationPolicy Own(string id)
    {
        var policy = Find(id);
        if (policy.AwsManaged)
            throw OrganizationErrors.InvalidInput(
                "IMMUTABLE_POLICY",
                "You specified a policy that is managed by AWS and can't be modified."
            );
        return policy;
    }

    private IEnumerable<string> Targets =>
        Now.Units.Select(u => u.Id).Concat(Now.Accounts.Select(a => a.Id.Value)).Prepend(Now.RootId);

    private int OfType(string target, OrganizationPolicyType type) =>
        world.Lookup.AttachedTo(target).Count(id => Now.Policy(id)?.Type == type);

    private void CheckRoot(string rootId)
    {
        if (rootId != Now.RootId)
            throw new SandboxException(
                "RootNotFoundException",
                "We can't find a root with the RootId that you specified."
            );
    }

    private void CheckUnique(string name, OrganizationPolicyType type, string self)
    {
        if (Now.Policies.Any(p => p.Type == type && p.Name == name && p.Id != self))
            throw new SandboxException(AwsFacts.DuplicatePolicy.Value, "A policy with the same name already exists.");
    }
}
