using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.TestSupport.Policies.Iam.Evaluation;

namespace AmiGovernance.Tests.Policies.Iam.Evaluation;

/// <summary>
/// What each kind of policy does (IAM user guide, "Policy evaluation logic", "Permissions boundaries for IAM entities", "Session
/// policies"; Organizations user guide, "RCP evaluation"; EC2 user guide, "VPC endpoint policies").
/// </summary>
public sealed class PolicyKindsTests
{
    private static readonly ImmutableArray<CompiledPolicy> AllowAll = [Policy(Allow("*"))];
    private static readonly ImmutableArray<CompiledPolicy> AllowReads = [Policy(Allow("ec2:Describe*"))];
    private static readonly ImmutableArray<CompiledPolicy> DenyLaunches =
    [
        Policy(Allow("*"), new Statement(Effect.Deny) { Actions = ["ec2:RunInstances"], Resources = ["*"] }),
    ];

    private static Statement Allow(string action) => new(Effect.Allow) { Actions = [action], Resources = ["*"] };

    private static CompiledPolicy Policy(params Statement[] statements) =>
        new(new PolicyDocument([.. statements]), "policy");

    private static Authorization With(PolicyLayer layer, ImmutableArray<CompiledPolicy> policies) =>
        layer switch
        {
            PolicyLayer.ServiceControlPolicy => new() { ServiceControlPolicies = PolicyLevels.Of(policies) },
            PolicyLayer.ResourceControlPolicy => new() { ResourceControlPolicies = PolicyLevels.Of(policies) },
            PolicyLayer.IdentityPolicy => new() { IdentityPolicies = policies },
            PolicyLayer.PermissionsBoundary => new() { IdentityPolicies = AllowAll, PermissionsBoundary = policies },
            PolicyLayer.SessionPolicy => new() { IdentityPolicies = AllowAll, SessionPolicies = policies },
            _ => new() { IdentityPolicies = AllowAll, EndpointPolicies = policies },
        };

    private static Decision Launch(Authorization authorization, Caller? caller = null) =>
        authorization.Decide(
            new RequestContext { Action = "ec2:RunInstances", Resource = "arn:aws:ec2:us-east-1::image/ami-1" },
            caller ?? new Caller()
        );

    [Theory]
    [InlineData(PolicyLayer.ServiceControlPolicy)]
    [InlineData(PolicyLayer.IdentityPolicy)]
    [InlineData(PolicyLayer.PermissionsBoundary)]
    [InlineData(PolicyLayer.SessionPolicy)]
    [InlineData(PolicyLayer.VpcEndpointPolicy)]
    public void An_explicit_deny_in_any_kind_of_policy_wins(PolicyLayer layer)
    {
        var decision = Launch(With(layer, DenyLaunches));
        Assert.Equal((Outcome.ExplicitDeny, layer), (decision.Outcome, decision.Layer));
        // Only an organization has levels.
        Assert.Equal(layer == PolicyLayer.ServiceControlPolicy ? 0 : -1, decision.Level);
    }

    [Theory]
    [InlineData(PolicyLayer.ServiceControlPolicy)]
    [InlineData(PolicyLayer.IdentityPolicy)]
    [InlineData(PolicyLayer.PermissionsBoundary)]
    [InlineData(PolicyLayer.SessionPolicy)]
    [InlineData(PolicyLayer.VpcEndpointPolicy)]
    public void Each_kind_of_policy_that_is_there_must_allow(PolicyLayer layer)
    {
        var decision = Launch(With(layer, AllowReads));
        Assert.Equal((Outcome.ImplicitDeny, layer), (decision.Outcome, decision.Layer));
        Assert.Equal(Outcome.Allowed, Launch(With(layer, AllowAll)).Outcome);
    }

    /// <summary>"A permissions boundary … doesn't grant permissions on its own."</summary>
    [Fact]
    public void A_boundary_grants_nothing()
    {
        var decision = Launch(new Authorization { IdentityPolicies = AllowReads, PermissionsBoundary = AllowAll });
        Assert.Equal((Outcome.ImplicitDeny, PolicyLayer.IdentityPolicy), (decision.Outcome, decision.Layer));
    }

    /// <summary>"The resulting session's permissions are the intersection" of the role's and the session's.</summary>
    [Fact]
    public void Several_session_policies_allow_what_any_of_them_allows() =>
        Assert.Equal(Outcome.Allowed, Launch(With(PolicyLayer.SessionPolicy, [.. AllowReads, .. AllowAll])).Outcome);

    /// <summary>"List of AWS services that support RCPs": EC2 is none of them.</summary>
    [Fact]
    public void Resource_control_policies_reach_no_launch()
    {
        Assert.Equal(Outcome.Allowed, Launch(With(PolicyLayer.ResourceControlPolicy, DenyLaunches)).Outcome);
        Assert.False(ResourceControlServices.Cover("ec2:RunInstances"));
    }

    [Theory]
    [InlineData(false, false, Outcome.ExplicitDeny)]
    [InlineData(true, false, Outcome.Allowed)]
    [InlineData(false, true, Outcome.Allowed)]
    public void They_reach_keys_but_for_the_management_account_and_service_linked_roles(
        bool isManagement,
        bool isServiceLinked,
        Outcome expected
    )
    {
        var deny = new Statement(Effect.Deny) { Actions = ["kms:CreateGrant"], Resources = ["*"] };
        var decision = With(PolicyLayer.ResourceControlPolicy, [Policy(Allow("*"), deny)])
            .Decide(
                new RequestContext { Action = "kms:CreateGrant", Resource = "arn:aws:kms:us-east-1:1:key/1" },
                new Caller(isManagement, isServiceLinked)
            );
        Assert.Equal(expected, decision.Outcome);
    }

    [Theory]
    [InlineData("s3:GetObject")]
    [InlineData("sts:AssumeRole")]
    [InlineData("kms:CreateGrant")]
    [InlineData("sqs:SendMessage")]
    [InlineData("secretsmanager:GetSecretValue")]
    [InlineData("ecr:BatchGetImage")]
    public void The_first_services_that_support_them_are_known(string action) =>
        Assert.True(ResourceControlServices.Cover(action));

    /// <summary>There is one walk: what is decided fast, with everything known, is decided the same where nothing happens to be open.</summary>
    [Fact]
    public void Closed_facts_are_open_facts_of_which_none_is_open()
    {
        var closed = new OpenFacts(_ => false, false, []);
        foreach (var id in Enumerable.Range(0, TestScale.Samples(2_000)))
        {
            var generated = GeneratedCase.Make(TestScale.DecisionSeed, id);
            var request = new RequestContext { Action = generated.Action, Resource = generated.Resource };
            foreach (var (key, values) in generated.Context)
                request.Set(key, [.. values]);
            var authorization = new Authorization
            {
                ServiceControlPolicies = new PolicyLevels([
                    .. EngineVerdict
                        .Parse(generated)
                        .Select(l => l.Select(p => new CompiledPolicy(p, "p")).ToImmutableArray()),
                ]),
            };
            var fast = authorization.Decide(request, new Caller());
            var judged = authorization.Judge(request, new Caller(), closed);
            // What AWS says nothing of stays open whatever is known; what is denied without it, another statement or level denies.
            var isUndocumented = generated.Levels.Any(l => IsUndocumented(l.ToJsonString()));
            if (isUndocumented && judged.Open.Count > 0)
                continue;
            if (isUndocumented && fast.Outcome == Outcome.ExplicitDeny)
            {
                Assert.NotEqual(Outcome.Allowed, judged.Decision.Outcome);
                continue;
            }
            Assert.Equal(fast, judged.Decision);
            Assert.Empty(judged.Open);
        }
    }

    private static bool IsUndocumented(string policies) =>
        policies.Contains("ForAnyValue:", StringComparison.Ordinal)
        && policies.Contains("IfExists", StringComparison.Ordinal);
}
