using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>Our policies as they are attached in the organization.</summary>
internal sealed class DeployedPolicies
{
    private readonly OrganizationIndex index;
    private readonly GovernanceConfig config;
    private readonly ImmutableHashSet<string> ours;

    public DeployedPolicies(Organization organization, GovernanceConfig config)
    {
        index = new OrganizationIndex(organization);
        this.config = config;
        ours = [.. organization.Policies.Where(p => OurPolicies.IsManaged(p) || HasOurName(p)).Select(p => p.Id)];
    }

    public Organization Organization => index.Organization;

    private bool HasOurName(OrganizationPolicy policy) =>
        policy.Type switch
        {
            OrganizationPolicyType.DeclarativePolicyEc2 => policy.Name == config.Policy.DeclarativePolicyName,
            OrganizationPolicyType.ServiceControlPolicy => policy.Name == config.Policy.ScpName
                || policy.Name.StartsWith($"{config.Policy.ScpName}-", StringComparison.Ordinal),
            _ => false,
        };

    public bool IsOurs(string policyId) => ours.Contains(policyId);

    public string? NameOf(string policyId) => Organization.Policy(policyId)?.Name;

    /// <summary>Our policies on the way from the root to the account, those further down last.</summary>
    public ImmutableArray<OrganizationPolicy> Reaching(AccountId account, OrganizationPolicyType type) =>
        [.. index.Levels(account.Value, type).SelectMany(level => level).Where(p => ours.Contains(p.Id))];

    /// <summary>Whether the configuration means the account: one of the targets is on its way to the root.</summary>
    public bool IsTarget(AccountId account)
    {
        var path = index.PathTo(account.Value);
        return config.Targets.Any(t => path.Contains(t == OrganizationTarget.Root ? Organization.RootId : t));
    }

    /// <summary>The mode that our policies bring to the account, those further down first; null when none of them tells.</summary>
    public AllowedImagesState? ModeOf(AccountId account)
    {
        var declarative = Reaching(account, OrganizationPolicyType.DeclarativePolicyEc2)
            .Select(p => PolicyContent.State(p.Content))
            .LastOrDefault(state => state is AllowedImagesState.AuditMode or AllowedImagesState.Enabled);
        if (declarative is not null)
            return declarative;

        var serviceControl = Reaching(account, OrganizationPolicyType.ServiceControlPolicy);
        return ScpAlone.Mode([.. serviceControl.Select(p => p.Content)]);
    }

    /// <summary>What the service control policies that are attached now make of a call.</summary>
    /// <returns>The policy that denies, null when none does.</returns>
    public OrganizationPolicy? DeniedBy(Ec2Call call)
    {
        var policies = PolicySet.Of(index, call.Account);
        var caller = new Caller(Organization.ManagementAccount == call.Account);
        var decision = policies.Decide(call, caller);
        var denying = decision.Outcome == Outcome.ExplicitDeny ? decision.Policy?.Name : null;
        return Organization
            .Policies.Where(p => p.Type == OrganizationPolicyType.ServiceControlPolicy)
            .FirstOrDefault(p => p.Name == denying);
    }
}
