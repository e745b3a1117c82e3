using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Sandbox.Policies;

/// <summary>What the policies of one state of the organization mean for each account; worked out when an account first asks.</summary>
/// <param name="compiled">Shared by all states: most policies are in many of them.</param>
internal sealed class PolicyView(
    OrganizationIndex index,
    ConditionalWeakTable<OrganizationPolicy, CompiledPolicy> compiled
)
{
    private readonly Dictionary<string, PolicyLevels> levels = new(StringComparer.Ordinal);
    private readonly EffectivePolicies effective = new(index);
    private ImmutableDictionary<string, DeclarativePolicy?> kept = ImmutableDictionary<
        string,
        DeclarativePolicy?
    >.Empty;

    public Organization Organization => index.Organization;

    /// <summary>Null when service control policies are switched off.</summary>
    public PolicyLevels? ServiceControlPolicies(string account)
    {
        if (!Organization.EnabledTypes.Contains(OrganizationPolicyType.ServiceControlPolicy))
            return null;
        if (levels.TryGetValue(account, out var known))
            return known;
        return levels[account] = new PolicyLevels([
            .. index
                .Levels(account, OrganizationPolicyType.ServiceControlPolicy)
                .Select(level => level.Select(Compile).ToImmutableArray()),
        ]);
    }

    /// <summary>The policy that an account is under; while its effective policy is not valid, AWS keeps the last valid one.</summary>
    public DeclarativePolicy? Declarative(string account) =>
        kept.TryGetValue(account, out var last) ? last : effective.Of(account).Policy;

    public EffectivePolicy Effective(string account) => effective.Of(account);

    /// <summary>Takes over what accounts were under before, where their effective policy is not valid now.</summary>
    public void KeepLastValid(PolicyView before)
    {
        if (!Organization.EnabledTypes.Contains(OrganizationPolicyType.DeclarativePolicyEc2))
            return;
        kept = Organization
            .Accounts.Select(a => a.Id.Value)
            .Where(a => !effective.Of(a).IsValid)
            .ToImmutableDictionary(a => a, before.Declarative, StringComparer.Ordinal);
    }

    private CompiledPolicy Compile(OrganizationPolicy policy) =>
        compiled.GetValue(
            policy,
            p => new CompiledPolicy(
                PolicyParser.Parse(
                    SourceText.FromString(p.Name, p.Content),
                    PolicyType.ServiceControlPolicy,
                    new DiagnosticBag()
                ) ?? new PolicyDocument([]),
                p.Id
            )
        );
}
