using System.Collections.Immutable;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Plans;

/// <summary>
/// Says how the decisions of our policies change: what they decided where they were attached, what they decide afterwards.
/// </summary>
internal static class PolicyMeaning
{
    /// <param name="observed">The organization as it is.</param>
    /// <param name="desired">What is wanted, wherever it will be attached.</param>
    public static MeaningDifference Change(Organization observed, DesiredState desired)
    {
        var ours = new OurPolicies(observed, desired);
        return Between(
            ours.All.Where(p => ours.TargetsOf(p).Any()).Select(Document.Of),
            desired.Policies.Select(Document.Of)
        );
    }

    /// <summary>The same for one part of the organization.</summary>
    /// <param name="observed">The organization as it is.</param>
    /// <param name="desired">What is wanted.</param>
    /// <param name="path">From the root down to the part.</param>
    public static MeaningDifference Change(Organization observed, DesiredState desired, ImmutableArray<string> path)
    {
        var ours = new OurPolicies(observed, desired);
        return Between(
            ours.All.Where(p => ours.TargetsOf(p).Any(path.Contains)).Select(Document.Of),
            desired.Policies.Where(p => desired.TargetsOf(p, observed).Any(path.Contains)).Select(Document.Of)
        );
    }

    /// <summary>The same for calls that come from elsewhere than <see cref="DesiredState"/>.</summary>
    /// <param name="observed">The organization as it is.</param>
    /// <param name="desired">Tells which policies are ours.</param>
    /// <param name="after">The organization once the calls are made.</param>
    public static MeaningDifference Change(Organization observed, DesiredState desired, Organization after)
    {
        return Between(Attached(observed), Attached(after));

        IEnumerable<Document> Attached(Organization organization)
        {
            var ours = new OurPolicies(organization, desired);
            return ours.All.Where(p => ours.TargetsOf(p).Any()).Select(Document.Of);
        }
    }

    /// <summary>
    /// The same for organizations that hold nothing but our policies, such as those of the record: nothing is known of their tree.
    /// </summary>
    /// <param name="stage">A target of policies for stages; empty for where none of them stands.</param>
    public static MeaningDifference Change(Organization before, Organization after, string stage)
    {
        return Between(Holding(before), Holding(after));

        // A stage lies below a target of the other policies, or is one.
        IEnumerable<Document> Holding(Organization organization) =>
            organization
                .Policies.Where(p =>
                    StagedEnforcement.IsForStages(p, organization)
                        ? organization.Attachments.Contains(new PolicyAttachment(stage, p.Id))
                        : organization.Attachments.Any(a => a.PolicyId == p.Id)
                )
                .Select(Document.Of);
    }

    private readonly record struct Document(OrganizationPolicyType Type, string Name, string Content)
    {
        public static Document Of(OrganizationPolicy policy) => new(policy.Type, policy.Name, policy.Content);

        public static Document Of(DesiredPolicy policy) => new(policy.Type, policy.Name, policy.Content);

        public bool IsStaged => StagedEnforcement.WholeName(Type, Name) is not null;
    }

    private static MeaningDifference Between(IEnumerable<Document> before, IEnumerable<Document> after) =>
        ComparePolicies.Between(Compared(before), Compared(after));

    private static ComparedPolicies Compared(IEnumerable<Document> documents)
    {
        var all = documents.ToLookup(d => d.Type);
        // Where a staged policy stands with the one that it was made from, it is the one that holds.
        var declarative = all[OrganizationPolicyType.DeclarativePolicyEc2]
            .OrderByDescending(d => d.IsStaged)
            .Select(d => PolicyContent.Declarative(d.Content))
            .FirstOrDefault();
        var statements = all[OrganizationPolicyType.ServiceControlPolicy]
            .OrderByDescending(d => d.IsStaged)
            .SelectMany(d => PolicyContent.Statements(d.Content));
        return new ComparedPolicies(declarative, [.. statements]);
    }
}
