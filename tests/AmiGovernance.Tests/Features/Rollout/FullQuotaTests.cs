using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Generation;
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

    private static string Deny(string action) =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"{{action}}","Resource":"*"}]}""";

    private static OrganizationPolicy Scp(string name, string content, bool isOurs) =>
        new($"p-{name}00001", name, OrganizationPolicyType.ServiceControlPolicy, content)
        {
            Tags = isOurs ? OrganizationPolicy.NoTags.Add(DesiredState.OwnerTag, "true") : OrganizationPolicy.NoTags,
        };

    /// <summary>Two documents change places, which no order does safely: copies stand beside them meanwhile.</summary>
    [Theory]
    [InlineData(6, true)]
    [InlineData(7, false)]
    public void Copies_that_stand_beside_ours_meanwhile_need_room_too(int others, bool hasRoom)
    {
        string[] names = ["a", "b"];
        string[] contents = [Deny("ec2:RunInstances"), Deny("ec2:CreateImage")];
        List<OrganizationPolicy> there =
        [
            .. names.Zip(contents, (name, content) => Scp(name, content, isOurs: true)),
            .. Enumerable.Range(1, others).Select(i => Scp($"theirs-{i}", "{}", isOurs: false)),
        ];
        var organization = RolloutBench.Empty with
        {
            Policies = [.. there],
            Attachments = [.. there.Select(p => new PolicyAttachment(RolloutBench.Root, p.Id))],
        };
        var desired = new DesiredState(
            [
                .. names.Zip(
                    contents.Reverse(),
                    (name, content) => new DesiredPolicy(name, OrganizationPolicyType.ServiceControlPolicy, "", content)
                ),
            ],
            [OrganizationTarget.Root],
            OrganizationPolicy.NoTags.Add(DesiredState.OwnerTag, "true")
        );
        var problems = Planner.Plan(organization, desired, adopt: false).Problems;
        Assert.Equal(hasRoom, problems.IsEmpty);
        if (!hasRoom)
            Assert.Contains("the copies that stand beside them", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_full_organization_the_policies_that_nobody_uses_are_named()
    {
        var problem = Problem(With(1000, areAttached: false));
        Assert.Contains("has 1000 policies of type DECLARATIVE_POLICY_EC2", problem, StringComparison.Ordinal);
        Assert.Contains("1000 policies attached nowhere (`theirs-00001`", problem, StringComparison.Ordinal);
        Assert.Contains("Service Quotas", problem, StringComparison.Ordinal);
    }
}
