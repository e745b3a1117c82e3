using System.Collections.Immutable;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Plans;

/// <summary>
/// Our policies in an emergency, when their tags may be lost. What is recognized by its content counts as ours without a call for the
/// tag; what only has our name is somebody else's.
/// </summary>
internal sealed class RecognizedPolicies(Organization read, PolicyConfig names)
{
    private readonly ImmutableArray<OrganizationPolicy> untagged =
    [
        .. read.Policies.Where(p => !OurPolicies.IsManaged(p) && OurContent.Is(p, names)),
    ];

    private readonly ImmutableArray<OrganizationPolicy> strangers =
    [
        .. read.Policies.Where(p => !OurPolicies.IsManaged(p) && !OurContent.Is(p, names)),
    ];

    public Organization WithoutStrangers
    {
        get
        {
            var others = strangers.Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
            return read with
            {
                Policies = [.. read.Policies.Where(p => !others.Contains(p.Id)).Select(AsTagged)],
                Attachments = read.Attachments.RemoveAll(a => others.Contains(a.PolicyId)),
            };
        }
    }

    /// <summary>What is said before the question.</summary>
    public ImmutableArray<string> Notes(bool adopt) =>
        [
            .. untagged.Select(p =>
                $"`{p.Name}` ({p.Id}) lost the tag {DesiredState.OwnerTag}; it is ours by its content, and stays without the tag"
            ),
            .. adopt ? [] : Problems,
        ];

    public ImmutableArray<string> Problems =>
        [
            .. strangers.Select(p =>
                $"`{p.Name}` ({p.Id}) has our name, and neither our tag nor our content: it stays as it is; `--adopt` takes it over"
            ),
        ];

    private OrganizationPolicy AsTagged(OrganizationPolicy policy) =>
        untagged.Contains(policy) ? policy with { Tags = policy.Tags.SetItem(DesiredState.OwnerTag, "true") } : policy;
}
