using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Rollout;

/// <summary>A quota that is full is named with what fills it, and a way out.</summary>
public sealed class FullQuotaTests
{
    private static Organization With(int policies, bool areAttached)
    {
        var others = Enumerable
            .Range(1, policies)
            .Select(i => new OrganizationPolicy(
                $"p-other{i:D5}",
                $"theirs-{i:D5}",
                OrganizationPolicyType.DeclarativePolicyEc2,
                "{}"
            ))
            .ToList();
        return RolloutBench.Empty with
        {
            Policies = [.. RolloutBench.Empty.Policies, .. others],
            Attachments =
            [
                .. RolloutBench.Empty.Attachments,
                .. areAttached ? others.Select(p => new PolicyAttachment(RolloutBench.Root, p.Id)) : [],
            ],
            EnabledTypes = [OrganizationPolicyType.ServiceControlPolicy, OrganizationPolicyType.DeclarativePolicyEc2],
        };
    }

    private static string Problem(Organization organization)
    {
        var desired = new RolloutBench().Configure(Samples.Clean, "audit_mode").Plan().Desired;
        return Assert.Single(Planner.Plan(organization, desired, adopt: false).Problems);
    }

    [Fact]
    public void The_policies_on_a_full_target_are_named()
    {
        var problem = Problem(With(10, areAttached: true));
        Assert.Contains("r-ab12 has 10 other policies", problem, StringComparison.Ordinal);
        foreach (var i in Enumerable.Range(1, 10))
            Assert.Contains($"`theirs-{i:D5}`", problem, StringComparison.Ordinal);
        Assert.Contains("AWS allows 10: detach one", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void With_room_for_one_more_there_is_no_problem() =>
        Assert.Empty(
            Planner
                .Plan(
                    With(9, areAttached: true),
                    new RolloutBench().Configure(Samples.Clean, "audit_mode").Plan().Desired,
                    adopt: false
                )
                .Problems
        );

    [Fact]
    public void Of_a_full_organization_the_policies_that_nobody_uses_are_named()
    {
        var problem = Problem(With(1000, areAttached: false));
        Assert.Contains("has 1000 policies of type DECLARATIVE_POLICY_EC2", problem, StringComparison.Ordinal);
        Assert.Contains("1000 policies attached nowhere (`theirs-00001`", problem, StringComparison.Ordinal);
        Assert.Contains("Service Quotas", problem, StringComparison.Ordinal);
    }
}
