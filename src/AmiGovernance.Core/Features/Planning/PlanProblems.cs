using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>Finds why nothing may be planned: each problem is one sentence with a way out.</summary>
internal sealed class PlanProblems(Organization organization, DesiredState desired, OurPolicies ours)
{
    /// <summary>Organizations: names of policies have 1 to 128 characters.</summary>
    private const int MaxName = 128;

    /// <param name="adopt">Whether policies of our names that somebody else made are taken over.</param>
    public IEnumerable<string> Find(bool adopt) =>
        [.. Features(), .. UnknownTargets(), .. LongNames(), .. adopt ? [] : ForeignPolicies(), .. FullTargets()];

    /// <summary>Organizations user guide, "Enabling all features for an organization": policies need them.</summary>
    private IEnumerable<string> Features() =>
        organization.HasAllFeatures || desired.Policies.IsEmpty
            ? []
            :
            [
                "the organization has consolidated billing only, and can have no policies:"
                    + " `aws organizations enable-all-features` begins the change, which every invited account must accept",
            ];

    private IEnumerable<string> UnknownTargets()
    {
        var known = organization
            .Units.Select(u => u.Id)
            .Concat(organization.Accounts.Select(a => a.Id.Value))
            .Append(organization.RootId)
            .ToHashSet(StringComparer.Ordinal);
        return desired
            .TargetsIn(organization)
            .Where(t => !known.Contains(t))
            .Select(target =>
                $"the target {target} is not in the organization {organization.Id}: correct `targets` in the configuration"
            );
    }

    private IEnumerable<string> LongNames() =>
        desired
            .Policies.Where(p => p.Name.Length > MaxName)
            .Select(policy =>
                $"the name `{policy.Name}` has {policy.Name.Length} characters, AWS allows {MaxName}:"
                + " choose a shorter one in `policy_config`"
            );

    private IEnumerable<string> ForeignPolicies() =>
        ours.Foreign.Select(policy =>
            $"the policy `{policy.Name}` ({policy.Id}) exists and does not carry the tag {DesiredState.OwnerTag}:"
            + " it is not ours; `--adopt` takes it over, another name in `policy_config` leaves it alone"
        );

    private IEnumerable<string> FullTargets() =>
        desired
            .Policies.Select(p => p.Type)
            .Distinct()
            .SelectMany(type => desired.TargetsIn(organization).Select(target => FullTarget(type, target)))
            .OfType<string>();

    /// <summary>Null when there is room for all our policies, those that come and those that go together.</summary>
    private string? FullTarget(OrganizationPolicyType type, string target)
    {
        var others = organization
            .Attachments.Where(a => a.TargetId == target)
            .Select(a => organization.Policy(a.PolicyId))
            .OfType<OrganizationPolicy>()
            .Count(p => p.Type == type && !ours.All.Contains(p));
        // What comes is attached before what goes is detached.
        var coming = desired
            .Policies.Where(p => p.Type == type && desired.TargetsOf(p, organization).Contains(target))
            .Select(p => p.Name);
        var there = ours.All.Where(p => p.Type == type && ours.TargetsOf(p).Contains(target)).Select(p => p.Name);
        var all = others + coming.Union(there).Count();
        if (all <= PolicyQuotas.AttachmentsPerTarget)
            return null;
        var policies = Plural.Of(others, "other policy").Replace("policys", "policies", StringComparison.Ordinal);
        return $"{target} has {policies} of type {type.Name()}; with ours there would be {all},"
            + $" AWS allows {PolicyQuotas.AttachmentsPerTarget}";
    }
}
