using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Governance.Generation;

/// <summary>What an organization must have: our policies, their tags, and the targets that they are attached to.</summary>
/// <param name="Targets">
/// Roots, organizational units or accounts; <see cref="OrganizationTarget.Root"/> for the root, whatever its id.
/// </param>
public sealed record DesiredState(
    ImmutableArray<DesiredPolicy> Policies,
    ImmutableArray<string> Targets,
    ImmutableSortedDictionary<string, string> Tags
)
{
    /// <summary>Who brings it to AWS.</summary>
    public Carrier Carrier { get; init; } = Carrier.Amigov;

    /// <summary>Whether attachments of our policies to targets that are not named stay; else they are taken away.</summary>
    public bool KeepsOtherTargets { get; init; }

    /// <summary>Marks a policy as ours. A policy without it is never changed.</summary>
    public const string OwnerTag = "amigov:managed";

    /// <summary>How the descriptions of our policies begin.</summary>
    internal const string DescriptionStart = "AMI Governance";

    public static DesiredState Of(GovernanceConfig config, Dist dist)
    {
        var policies = new List<DesiredPolicy>();
        if (dist.DeclarativeTree is { } declarative)
            policies.Add(
                new DesiredPolicy(
                    config.Policy.DeclarativePolicyName,
                    OrganizationPolicyType.DeclarativePolicyEc2,
                    DeclarativeDescription(dist.Mode),
                    JsonNodeWriter.Minified(declarative.Root)
                )
            );
        policies.AddRange(
            dist.ServiceControlPolicies.Select(
                (p, i) =>
                    new DesiredPolicy(
                        ScpName(config, i),
                        OrganizationPolicyType.ServiceControlPolicy,
                        $"{DescriptionStart} SCP - Deny non-approved AMIs and AMI creation",
                        JsonNodeWriter.Minified(p.Tree.Root)
                    )
            )
        );
        return new DesiredState([.. policies], config.Targets, config.Policy.Tags.SetItem(OwnerTag, "true"))
        {
            Carrier = config.Deployment.Carrier,
        };
    }

    internal static string DeclarativeDescription(AllowedImagesState? mode)
    {
        const string Description = $"{DescriptionStart} - Restrict EC2 launches to approved AMI publishers";
        return mode == AllowedImagesState.AuditMode ? $"{Description} (Audit Mode)" : Description;
    }

    /// <summary>The name of the n-th SCP, from 0: when one document does not hold all statements there are several.</summary>
    public static string ScpName(GovernanceConfig config, int index) =>
        index == 0
            ? config.Policy.ScpName
            : string.Create(CultureInfo.InvariantCulture, $"{config.Policy.ScpName}-{index + 1}");

    /// <summary>The same without the policies of types that the service does not know.</summary>
    public DesiredState KnownPart(Organization organization) =>
        this with
        {
            Policies = [.. Policies.Where(p => organization.Knows(p.Type))],
        };

    /// <summary>Of all policies together, by their ids.</summary>
    public IEnumerable<string> TargetsIn(Organization organization) =>
        AllTargets.Select(t => Id(t, organization)).Distinct(StringComparer.Ordinal);

    public IEnumerable<string> TargetsOf(DesiredPolicy policy, Organization organization) =>
        (policy.Targets ?? Targets).Select(t => Id(t, organization)).Distinct(StringComparer.Ordinal);

    /// <summary>As they are written.</summary>
    public ImmutableArray<string> AllTargets =>
        [.. Targets.Concat(Policies.SelectMany(p => p.Targets ?? [])).Distinct(StringComparer.Ordinal)];

    private static string Id(string target, Organization organization) =>
        target == OrganizationTarget.Root ? organization.RootId : target;

    public bool IsOurs(OrganizationPolicy policy) => Policies.Any(p => p.Type == policy.Type && p.Name == policy.Name);

    /// <summary>
    /// The organization as it is once everything is in place: a policy of the same name is replaced where it stands, others are
    /// attached after those that are there.
    /// </summary>
    public Organization ApplyTo(Organization organization)
    {
        foreach (var desired in Policies)
        {
            var policy = Apply(desired, organization);
            organization = Put(policy, organization);
            var targets = TargetsOf(desired, organization).Select(target => new PolicyAttachment(target, policy.Id));
            organization = organization with
            {
                Attachments = [.. organization.Attachments, .. targets.Except(organization.Attachments)],
            };
        }
        return organization;
    }

    /// <summary>The policy of that name as it is wanted; a new one where there is none.</summary>
    private static OrganizationPolicy Apply(DesiredPolicy desired, Organization organization)
    {
        var policy =
            organization.Policies.FirstOrDefault(p => p.Type == desired.Type && p.Name == desired.Name)
            ?? new OrganizationPolicy(NewId(organization, desired), desired.Name, desired.Type, "");
        return policy with { Content = desired.Content, Description = desired.Description };
    }

    private static Organization Put(OrganizationPolicy policy, Organization organization)
    {
        var known = organization.Policy(policy.Id);
        organization = Enabled(policy.Type, organization);
        return organization with
        {
            Policies = known is null ? organization.Policies.Add(policy) : organization.Policies.Replace(known, policy),
        };
    }

    /// <summary>AWS attaches `FullAWSAccess` everywhere when it enables service control policies.</summary>
    private static Organization Enabled(OrganizationPolicyType type, Organization organization)
    {
        if (organization.EnabledTypes.Contains(type))
            return organization;
        var enabled = organization with { EnabledTypes = organization.EnabledTypes.Add(type) };
        return type == OrganizationPolicyType.ServiceControlPolicy ? FullAccess.With(enabled) : enabled;
    }

    /// <summary>Stands for the id that AWS gives out.</summary>
    private static string NewId(Organization organization, DesiredPolicy policy) =>
        string.Create(CultureInfo.InvariantCulture, $"p-new{organization.Policies.Length}{policy.Type}");
}
