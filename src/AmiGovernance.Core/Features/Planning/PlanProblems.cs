using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>Finds why nothing may be planned: each problem is one sentence with a way out.</summary>
internal sealed class PlanProblems(Organization organization, DesiredState desired, OurPolicies ours)
{
    /// <param name="adopt">Whether policies of our names that somebody else made are taken over.</param>
    public IEnumerable<string> Find(bool adopt) =>
        [
            .. Features(),
            .. UnknownTargets(),
            .. LongNames(),
            .. adopt ? [] : ForeignPolicies(),
            .. FullTargets([]),
            .. FullTypes([]),
        ];

    /// <summary>Why there is no room for the copies that stand beside ours while they are replaced.</summary>
    /// <param name="copies">As they are created and attached.</param>
    public IEnumerable<string> FindOfCopies(IReadOnlyCollection<DesiredPolicy> copies) =>
        copies.Count == 0 ? [] : [.. FullTargets(copies), .. FullTypes(copies)];

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
                $"the target {target} is not in the organization {organization.Id}: correct `targets` in the configuration;"
                + $" {OrganizationTarget.Ids}"
            );
    }

    private IEnumerable<string> LongNames() =>
        desired
            .Policies.Where(p => p.Name.Length > AwsFacts.PolicyName.Value)
            .Select(policy =>
                $"the name `{policy.Name}` has {policy.Name.Length} characters, AWS allows {AwsFacts.PolicyName.Value}:"
                + " choose a shorter one in `policy_config`"
            );

    private IEnumerable<string> ForeignPolicies() =>
        ours.Foreign.Select(policy =>
            $"the policy `{policy.Name}` ({policy.Id}) exists and does not carry the tag {DesiredState.OwnerTag}:"
            + " it is not ours; `--adopt` takes it over, another name in `policy_config` leaves it alone"
        );

    private IEnumerable<string> FullTargets(IReadOnlyCollection<DesiredPolicy> copies) =>
        desired
            .Policies.Select(p => p.Type)
            .Distinct()
            .SelectMany(type => desired.TargetsIn(organization).Select(target => FullTarget(type, target, copies)))
            .OfType<string>();

    /// <summary>Null when there is room for all our policies, those that come and those that go together.</summary>
    private string? FullTarget(OrganizationPolicyType type, string target, IReadOnlyCollection<DesiredPolicy> copies)
    {
        var others = organization
            .Attachments.Where(a => a.TargetId == target)
            .Select(a => organization.Policy(a.PolicyId))
            .OfType<OrganizationPolicy>()
            .Where(p => p.Type == type && !ours.All.Contains(p))
            .Select(p => p.Name)
            .ToList();
        // What comes is attached before what goes is detached.
        var coming = desired
            .Policies.Concat(copies)
            .Where(p => p.Type == type && desired.TargetsOf(p, organization).Contains(target))
            .Select(p => p.Name);
        var there = ours.All.Where(p => p.Type == type && ours.TargetsOf(p).Contains(target)).Select(p => p.Name);
        var all = others.Count + coming.Union(there).Count();
        var most = type.Kind().AttachmentsPerTarget;
        if (all <= most)
            return null;
        return $"{target} has {Policies(others.Count, "other policy")} of type {type.Name()} ({Names(others)});"
            + $" with ours{Beside(copies)} there would be {all}, AWS allows {most}:"
            + " detach one that is not needed, join two of them, or attach ours further down (`targets`)";
    }

    /// <summary>Organizations user guide, "Quotas": policies of one type in an organization.</summary>
    private IEnumerable<string> FullTypes(IReadOnlyCollection<DesiredPolicy> copies) =>
        desired.Policies.Select(p => p.Type).Distinct().Select(type => FullType(type, copies)).OfType<string>();

    /// <summary>Null when there is room for those that come.</summary>
    private string? FullType(OrganizationPolicyType type, IReadOnlyCollection<DesiredPolicy> copies)
    {
        var there = organization.Policies.Where(p => p.Type == type && !p.AwsManaged).ToList();
        var coming = desired.Policies.Concat(copies).Count(p => p.Type == type && ours.Find(type, p.Name) is null);
        var quota = type.Kind().PoliciesInOrganization;
        if (coming == 0 || there.Count + coming <= quota)
            return null;
        var attached = organization.Attachments.Select(a => a.PolicyId).ToHashSet(StringComparer.Ordinal);
        var unused = there.Where(p => !attached.Contains(p.Id)).Select(p => p.Name).ToList();
        var wayOut =
            unused.Count == 0
                ? "all are attached: join some of them"
                : $"{Policies(unused.Count, "policy")} attached nowhere ({Names(unused)}): delete what is not needed";
        return $"the organization has {Policies(there.Count, "policy")} of type {type.Name()};"
            + $" with ours{Beside(copies)} there would be {there.Count + coming}, AWS allows {quota}; {wayOut},"
            + " or ask for a higher quota in Service Quotas";
    }

    private static string Beside(IReadOnlyCollection<DesiredPolicy> copies) =>
        copies.Count == 0 ? "" : " and the copies that stand beside them while they are replaced";

    /// <summary>As many as a target can have.</summary>
    private const int MostNames = 10;

    /// <summary>Of thousands the first.</summary>
    private static string Names(List<string> names)
    {
        var shown = names.Order(StringComparer.Ordinal).Take(MostNames).Select(name => $"`{name}`");
        var more = names.Count > MostNames ? ", …" : "";
        return string.Join(", ", shown) + more;
    }

    private static string Policies(int count, string one) =>
        Plural.Of(count, one).Replace("policys", "policies", StringComparison.Ordinal);
}
