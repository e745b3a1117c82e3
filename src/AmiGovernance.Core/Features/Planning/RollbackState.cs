using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>What an organization is rolled back to. None of these needs the files of the repository.</summary>
internal static class RollbackState
{
    /// <summary>Our policies detached and deleted.</summary>
    public static DesiredState Nothing { get; } = new([], [], OrganizationPolicy.NoTags);

    /// <summary>What stood there before a deployment. Policies that were attached nowhere decided nothing, and do not come back.</summary>
    /// <param name="before">Our policies as they were recorded.</param>
    /// <param name="gone">Targets that the organization no longer has.</param>
    public static DesiredState Before(ImmutableArray<RecordedPolicy> before, IReadOnlyCollection<string> gone)
    {
        var policies = before
            .Select(p => new DesiredPolicy(p.Name, p.Type, p.Description, p.Content)
            {
                Targets = [.. p.Targets.Except(gone)],
            })
            .Where(p => p.Targets is { IsEmpty: false });
        return new DesiredState([.. policies], [], OurTags(before.Select(p => p.Tags)));
    }

    /// <summary>The recorded targets that the organization no longer has.</summary>
    public static ImmutableArray<string> Gone(ImmutableArray<RecordedPolicy> before, OrganizationIndex index) =>
        [
            .. before
                .SelectMany(p => p.Targets)
                .Where(t => index.PathTo(t).IsEmpty)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>
    /// The policies that are there without what blocks launches: the state of allowed images back to `audit_mode`, the launch
    /// denies out of the service control policies. Everything else in them stays as it is.
    /// </summary>
    public static DesiredState AuditMode(Organization organization, PolicyConfig names)
    {
        var ours = organization
            .Policies.Where(p => OurPolicies.IsManaged(p) || OurPolicies.HasOurName(p.Type, p.Name, names))
            .ToList();
        var attached = ours.Select(p => new AttachedPolicy(p, TargetsOf(organization, p)))
            .Where(p => !p.Targets.IsEmpty)
            .ToList();
        var index = OrganizationIndex.Of(organization);

        var declarative = attached
            .Where(p => p.Policy.Type == OrganizationPolicyType.DeclarativePolicyEc2)
            .GroupBy(p => StagedEnforcement.WholeName(p.Policy.Type, p.Policy.Name) ?? p.Policy.Name)
            .Select(group => InAuditMode(group.Key, [.. group], index));
        var serviceControl = attached
            .Where(p => p.Policy.Type == OrganizationPolicyType.ServiceControlPolicy)
            .Select(WithoutLaunches)
            .OfType<DesiredPolicy>();
        return new DesiredState([.. declarative, .. serviceControl], [], OurTags(ours.Select(p => p.Tags)));
    }

    private sealed record AttachedPolicy(OrganizationPolicy Policy, ImmutableArray<string> Targets);

    private static ImmutableArray<string> TargetsOf(Organization organization, OrganizationPolicy policy) =>
        [.. organization.Attachments.Where(a => a.PolicyId == policy.Id).Select(a => a.TargetId)];

    /// <summary>A policy for the whole and the one for stages become one again.</summary>
    private static DesiredPolicy InAuditMode(
        string wholeName,
        IReadOnlyList<AttachedPolicy> policies,
        OrganizationIndex index
    )
    {
        var whole = policies.Where(p => p.Policy.Name == wholeName).ToList();
        var staged = policies.Where(p => p.Policy.Name != wholeName);
        ImmutableArray<string> targets = [.. whole.SelectMany(p => p.Targets)];
        // A stage below a target is under the policy of that target again.
        var alone = staged.SelectMany(p => p.Targets).Where(t => !index.PathTo(t).Any(targets.Contains));
        var content = (whole.FirstOrDefault() ?? policies[0]).Policy.Content;
        return new DesiredPolicy(
            wholeName,
            OrganizationPolicyType.DeclarativePolicyEc2,
            DesiredState.DeclarativeDescription(AllowedImagesState.AuditMode),
            PolicyContent.WithState(content, AllowedImagesState.AuditMode, openToChildren: false)
        )
        {
            Targets = [.. targets, .. alone],
        };
    }

    /// <summary>Null when nothing remains; a document without launch denies stays as it is, to the character.</summary>
    private static DesiredPolicy? WithoutLaunches(AttachedPolicy attached)
    {
        var (policy, targets) = attached;
        var content = policy.Content;
        if (PolicyContent.ServiceControl(content) is { } document)
        {
            if (LaunchDenies.WithoutLaunches(document) is not { } left)
                return null;
            if (!left.Statements.SequenceEqual(document.Statements))
                content = JsonText.ToText(PolicyWriter.Minified(left));
        }
        return new DesiredPolicy(policy.Name, policy.Type, policy.Description, content) { Targets = targets };
    }

    private static ImmutableSortedDictionary<string, string> OurTags(
        IEnumerable<ImmutableSortedDictionary<string, string>> tags
    )
    {
        var recorded = tags.FirstOrDefault(t => !t.IsEmpty) ?? OrganizationPolicy.NoTags;
        return recorded.Remove(DeploymentMark.TagKey).SetItem(DesiredState.OwnerTag, "true");
    }
}
