using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Organizations;

/// <summary>The policy calls of AWS Organizations with their errors and quotas, without any protocol. The caller holds the gate.</summary>
public sealed class OrganizationPolicies(SandboxWorld world)
{
    /// <summary>Organizations user guide, "Quotas for AWS Organizations".</summary>
    private const int MostScps = 10_000;
    private const int MostDeclarativePolicies = 1_000;
    private const int MostTags = 50;

    private Organization Now
    {
        get => world.Organization;
        set => world.Organization = value;
    }

    public void EnableType(string rootId, OrganizationPolicyType type)
    {
        Root(rootId);
        if (Now.EnabledTypes.Contains(type))
            throw new SandboxException(
                "PolicyTypeAlreadyEnabledException",
                "The specified policy type is already enabled."
            );
        var enabled = Now with { EnabledTypes = Now.EnabledTypes.Add(type) };
        // Switching SCPs on attaches FullAWSAccess everywhere.
        Now =
            type != OrganizationPolicyType.ServiceControlPolicy
                ? enabled
                : enabled with
                {
                    Policies = Now.Policies.Any(p => p.Id == OrganizationPolicy.FullAwsAccessId)
                        ? Now.Policies
                        : [OrganizationPolicy.FullAwsAccess, .. Now.Policies],
                    Attachments =
                    [
                        .. Now.Attachments,
                        .. Targets.Select(t => new PolicyAttachment(t, OrganizationPolicy.FullAwsAccessId)),
                    ],
                };
    }

    /// <summary>Detaches every policy of the type everywhere; AWS does not bring the attachments back.</summary>
    public void DisableType(string rootId, OrganizationPolicyType type)
    {
        Root(rootId);
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
        CheckName(name, description);
        Unique(name, type, "");
        CheckContent(type, content);
        var quota = type == OrganizationPolicyType.ServiceControlPolicy ? MostScps : MostDeclarativePolicies;
        if (Now.Policies.Count(p => p.Type == type) >= quota)
            throw OrganizationErrors.Constraint(
                "POLICY_NUMBER_LIMIT_EXCEEDED",
                "You have exceeded the number of policies that you can have in an organization."
            );
        var policy = new OrganizationPolicy(world.NewId("p-", 10), name, type, content)
        {
            Description = description,
            Tags = CheckTags(tags),
        };
        Now = Now with { Policies = Now.Policies.Add(policy) };
        return policy;
    }

    /// <summary>Null leaves a part as it is.</summary>
    public OrganizationPolicy Update(string id, string? name, string? description, string? content)
    {
        var policy = Own(id);
        CheckName(name ?? policy.Name, description ?? policy.Description);
        Unique(name ?? policy.Name, policy.Type, id);
        if (content is not null)
            CheckContent(policy.Type, content);
        var changed = policy with
        {
            Name = name ?? policy.Name,
            Description = description ?? policy.Description,
            Content = content ?? policy.Content,
        };
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
        if (OfType(target, policy.Type) >= PolicyQuotas.AttachmentsPerTarget)
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
        if (policy.Type == OrganizationPolicyType.ServiceControlPolicy && OfType(target, policy.Type) == 1)
            throw OrganizationErrors.Constraint(
                "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
                "You cannot remove the last service control policy attached to the entity."
            );
        Now = Now with { Attachments = Now.Attachments.Remove(new PolicyAttachment(target, id)) };
    }

    public void Tag(string resource, ImmutableSortedDictionary<string, string> tags) =>
        SetTags(resource, own => own.SetItems(tags));

    public void Untag(string resource, IEnumerable<string> keys) => SetTags(resource, own => own.RemoveRange(keys));

    internal void SetTags(
        string id,
        Func<ImmutableSortedDictionary<string, string>, ImmutableSortedDictionary<string, string>> change
    )
    {
        var policy = Own(id);
        Now = Now with
        {
            Policies = Now.Policies.Replace(policy, policy with { Tags = CheckTags(change(policy.Tags)) }),
        };
    }

    internal static ImmutableSortedDictionary<string, string> CheckTags(ImmutableSortedDictionary<string, string> tags)
    {
        if (tags.Count > MostTags)
            throw OrganizationErrors.Constraint(
                "TAG_LIMIT_EXCEEDED",
                "You have exceeded the number of tags allowed on this resource."
            );
        if (tags.Any(t => t.Key.Length > 128 || t.Value.Length > 256))
            throw OrganizationErrors.InvalidInput(
                "MAX_LENGTH_EXCEEDED",
                "You provided a string parameter that is longer than allowed."
            );
        if (tags.Keys.Any(k => k.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)))
            throw OrganizationErrors.InvalidInput(
                "INVALID_SYSTEM_TAGS_PARAMETER",
                "You specified a tag key that is a system tag."
            );
        return tags;
    }

    public OrganizationPolicy Find(string id) => Now.Policy(id) ?? throw OrganizationErrors.NoPolicy(id);

    public void CheckTarget(string target)
    {
        if (target != Now.RootId && world.Lookup.Unit(target) is null && world.Lookup.Account(target) is null)
            throw OrganizationErrors.NoTarget();
    }

    private OrganizationPolicy Own(string id)
    {
        var policy = Find(id);
        return policy.AwsManaged
            ? throw OrganizationErrors.InvalidInput(
                "IMMUTABLE_POLICY",
                "You specified a policy that is managed by AWS and can't be modified."
            )
            : policy;
    }

    private IEnumerable<string> Targets =>
        Now.Units.Select(u => u.Id).Concat(Now.Accounts.Select(a => a.Id.Value)).Prepend(Now.RootId);

    private int OfType(string target, OrganizationPolicyType type) =>
        world.Lookup.AttachedTo(target).Count(id => Now.Policy(id)?.Type == type);

    private void Root(string rootId)
    {
        if (rootId != Now.RootId)
            throw new SandboxException(
                "RootNotFoundException",
                "We can't find a root with the RootId that you specified."
            );
    }

    private void Unique(string name, OrganizationPolicyType type, string self)
    {
        if (Now.Policies.Any(p => p.Type == type && p.Name == name && p.Id != self))
            throw new SandboxException("DuplicatePolicyException", "A policy with the same name already exists.");
    }

    private static void CheckName(string name, string description)
    {
        if (name.Length is 0 or > 128 || description.Length > 512)
            throw OrganizationErrors.InvalidInput(
                name.Length == 0 ? "MIN_LENGTH_EXCEEDED" : "MAX_LENGTH_EXCEEDED",
                "You provided a string parameter of a length that is not allowed."
            );
    }

    /// <summary>Refuses what AWS refuses: sizes in characters as sent, and documents that are not of the type.</summary>
    private static void CheckContent(OrganizationPolicyType type, string content)
    {
        var quota =
            type == OrganizationPolicyType.DeclarativePolicyEc2
                ? PolicyQuotas.DeclarativeCharacters
                : PolicyQuotas.ScpCharacters;
        var source = SourceText.FromString("policy", content);
        if (JsonText.Characters(source.Bytes.Span) > quota)
            throw OrganizationErrors.Constraint(
                "POLICY_CONTENT_LIMIT_EXCEEDED",
                "You have exceeded the maximum size of a policy document."
            );
        var bag = new DiagnosticBag();
        if (JsonParser.Parse(source, bag) is { } tree && !bag.HasErrors)
        {
            if (type == OrganizationPolicyType.DeclarativePolicyEc2)
                DeclarativePolicyParser.Parse(tree, bag);
            else
                PolicyParser.Parse(
                    tree,
                    type == OrganizationPolicyType.ServiceControlPolicy
                        ? PolicyType.ServiceControlPolicy
                        : PolicyType.ResourceControlPolicy,
                    bag
                );
        }
        if (bag.HasErrors)
            throw new SandboxException(
                "MalformedPolicyDocumentException",
                "The provided policy document does not meet the requirements of the specified policy type."
            );
    }
}
