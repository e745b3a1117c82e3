using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>What an organization goes back to. None of these needs the files of the repository.</summary>
public static class WayBack
{
    /// <summary>Our policies detached and deleted.</summary>
    public static DesiredState ToNothing { get; } = new([], [], OrganizationPolicy.NoTags);

    /// <summary>What stood there before a deployment. Policies that were attached nowhere decided nothing, and do not come back.</summary>
    /// <param name="gone">Targets that the organization no longer has.</param>
    public static DesiredState ToBefore(
        ImmutableArray<RecordedPolicy> before,
        OrganizationIndex index,
        out ImmutableArray<string> gone
    )
    {
        gone =
        [
            .. before
                .SelectMany(p => p.Targets)
                .Where(t => index.PathTo(t).IsEmpty)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        var missing = gone;
        ImmutableArray<DesiredPolicy> policies =
        [
            .. before
                .Select(p => new DesiredPolicy(p.Name, p.Type, p.Description, p.Content)
                {
                    Targets = [.. p.Targets.Except(missing)],
                })
                .Where(p => p.Targets is { IsEmpty: false }),
        ];
        return new DesiredState(policies, [], Ours(before.Select(p => p.Tags)));
    }

    /// <summary>
    /// The policies that are there without what blocks launches: the state of allowed images back to `audit_mode`, the launch
    /// denies out of the service control policies. Everything else in them stays as it is.
    /// </summary>
    public static DesiredState ToAuditMode(Organization organization, PolicyConfig names)
    {
        var ours = organization
            .Policies.Where(p =>
                OurPolicies.IsManaged(p)
                || p.Name == names.DeclarativePolicyName && p.Type == OrganizationPolicyType.DeclarativePolicyEc2
                || p.Name == names.ScpName && p.Type == OrganizationPolicyType.ServiceControlPolicy
            )
            .ToList();
        var attached = ours.Select(p =>
                (
                    Policy: p,
                    Targets: organization
                        .Attachments.Where(a => a.PolicyId == p.Id)
                        .Select(a => a.TargetId)
                        .ToImmutableArray()
                )
            )
            .Where(p => !p.Targets.IsEmpty)
            .ToList();
        var index = new OrganizationIndex(organization);
        var policies = attached
            .Where(p => p.Policy.Type == OrganizationPolicyType.DeclarativePolicyEc2)
            .GroupBy(p => StagedEnforcement.WholeName(p.Policy.Type, p.Policy.Name) ?? p.Policy.Name)
            .Select(group =>
            {
                var (whole, staged) = (
                    group.Where(p => p.Policy.Name == group.Key).ToList(),
                    group.Where(p => p.Policy.Name != group.Key)
                );
                ImmutableArray<string> targets = [.. whole.SelectMany(p => p.Targets)];
                // A stage below a target is under the policy of that target again.
                targets =
                [
                    .. targets,
                    .. staged.SelectMany(p => p.Targets).Where(t => !index.PathTo(t).Any(targets.Contains)),
                ];
                var content = (whole.Count > 0 ? whole[0] : group.First()).Policy.Content;
                return new DesiredPolicy(
                    group.Key,
                    OrganizationPolicyType.DeclarativePolicyEc2,
                    DesiredState.DeclarativeDescription(AllowedImagesState.AuditMode),
                    InAuditMode(content)
                )
                {
                    Targets = targets,
                };
            })
            .Concat(
                attached
                    .Where(p => p.Policy.Type == OrganizationPolicyType.ServiceControlPolicy)
                    .Select(p =>
                        WithoutLaunches(p.Policy.Content) is { } left
                            ? new DesiredPolicy(p.Policy.Name, p.Policy.Type, p.Policy.Description, left)
                            {
                                Targets = p.Targets,
                            }
                            : null
                    )
                    .OfType<DesiredPolicy>()
            );
        return new DesiredState([.. policies], [], Ours(ours.Select(p => p.Tags)));
    }

    private static string InAuditMode(string content) =>
        JsonParser.Parse(SourceText.FromString("policy", content), new DiagnosticBag()) is { } tree
            ? DeclarativeState.With(tree.Root, AllowedImagesState.AuditMode, openToChildren: false) ?? content
            : content;

    /// <summary>Null when nothing remains; a document without launch denies stays as it is, to the character.</summary>
    private static string? WithoutLaunches(string content)
    {
        var document = PolicyParser.Parse(
            SourceText.FromString("policy", content),
            PolicyType.ServiceControlPolicy,
            new DiagnosticBag()
        );
        if (document is null)
            return content;
        var left = LaunchDenies.WithoutLaunches(document);
        return left is null ? null
            : left.Statements.SequenceEqual(document.Statements) ? content
            : JsonText.ToText(PolicyWriter.Minified(left));
    }

    private static ImmutableSortedDictionary<string, string> Ours(
        IEnumerable<ImmutableSortedDictionary<string, string>> tags
    ) => (tags.FirstOrDefault(t => !t.IsEmpty) ?? OrganizationPolicy.NoTags).SetItem(DesiredState.OwnerTag, "true");
}
