using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>Our part of an organization: the policies that carry our tag, and those of our names.</summary>
internal sealed class OurPolicies(Organization organization, DesiredState desired)
{
    public static bool IsManaged(OrganizationPolicy policy) =>
        policy.Tags.GetValueOrDefault(DesiredState.OwnerTag) == "true";

    /// <summary>
    /// Whether the name is one that we give to a policy of the type: of the whole, of one of several documents, or of stages.
    /// </summary>
    public static bool HasOurName(OrganizationPolicyType type, string name, PolicyConfig names) =>
        type switch
        {
            OrganizationPolicyType.DeclarativePolicyEc2 => (StagedEnforcement.WholeName(type, name) ?? name)
                == names.DeclarativePolicyName,
            OrganizationPolicyType.ServiceControlPolicy => IsOfScp(name, names.ScpName)
                || StagedEnforcement.WholeScpName(name) == names.ScpName,
            _ => false,
        };

    private static bool IsOfScp(string name, string wanted)
    {
        if (!name.StartsWith(wanted, StringComparison.Ordinal))
            return false;
        var rest = name[wanted.Length..];
        return rest.Length == 0 || rest.Length > 1 && rest[0] == '-' && rest[1..].All(char.IsAsciiDigit);
    }

    /// <summary>The one of its type and name, which are what a policy goes by; null where there is none.</summary>
    public static OrganizationPolicy? Same(OrganizationPolicy policy, IEnumerable<OrganizationPolicy> policies) =>
        policies.FirstOrDefault(p => p.Type == policy.Type && p.Name == policy.Name);

    /// <summary>Where our policies that tell the mode stand.</summary>
    public static ImmutableArray<string> GovernedTargets(Organization organization)
    {
        var ours = organization
            .Policies.Where(p => p.Type == ScpAlone.ModeType(organization) && IsManaged(p))
            .Select(p => p.Id)
            .ToHashSet(StringComparer.Ordinal);
        var targets = organization.Attachments.Where(a => ours.Contains(a.PolicyId)).Select(a => a.TargetId);
        return [.. targets.Distinct().Order(StringComparer.Ordinal)];
    }

    public ImmutableArray<OrganizationPolicy> All { get; } =
    [.. organization.Policies.Where(p => !p.AwsManaged && (IsManaged(p) || desired.IsOurs(p)))];

    /// <summary>Policies of our names that do not carry our tag: somebody else's, until they are adopted.</summary>
    public IEnumerable<OrganizationPolicy> Foreign => All.Where(p => !IsManaged(p));

    public OrganizationPolicy? Find(OrganizationPolicyType type, string name) =>
        All.FirstOrDefault(p => p.Type == type && p.Name == name);

    public IEnumerable<string> TargetsOf(OrganizationPolicy policy) =>
        organization.Attachments.Where(a => a.PolicyId == policy.Id).Select(a => a.TargetId);

    /// <summary>Where a wanted policy is attached by now; empty when it is not there.</summary>
    public IEnumerable<string> TargetsOf(DesiredPolicy policy) =>
        Find(policy.Type, policy.Name) is { } known ? TargetsOf(known) : [];

    /// <summary>What a plan rests on.</summary>
    public StateFacts Facts() => StateFacts.Of(organization, desired, this);
}
