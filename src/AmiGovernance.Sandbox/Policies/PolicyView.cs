using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Policies;

/// <param name="Policy">Null for none.</param>
/// <param name="From">The state of the organization that it comes from.</param>
internal readonly record struct PolicyInForce(DeclarativePolicy? Policy, Organization From);

/// <summary>What the policies of one state of the organization mean for each account; worked out when an account first asks.</summary>
/// <param name="compiled">Shared by all states: most policies are in many of them.</param>
internal sealed class PolicyView(
    OrganizationIndex index,
    Assumptions assumptions,
    ConditionalWeakTable<OrganizationPolicy, CompiledPolicy> compiled
)
{
    private readonly Dictionary<AccountId, PolicyLevels> levels = [];
    private readonly EffectivePolicies effective = new(
        index,
        assumptions[Assumptions.LockedNode] switch
        {
            "open" => LockReach.KnownKeys,
            "sealed" => LockReach.Everything,
            _ => LockReach.NewKeysToo,
        }
    );
    private Dictionary<AccountId, PolicyInForce> kept = [];

    public Organization Organization => index.Organization;

    public Assumptions Assumptions => assumptions;

    /// <summary>Null when service control policies are switched off.</summary>
    public PolicyLevels? ServiceControlPolicies(AccountId account)
    {
        if (!Organization.EnabledTypes.Contains(OrganizationPolicyType.ServiceControlPolicy))
            return null;
        if (levels.TryGetValue(account, out var known))
            return known;
        return levels[account] = new PolicyLevels([
            .. index
                .Levels(account.Value, OrganizationPolicyType.ServiceControlPolicy)
                .Select(level => level.Select(Compile).ToImmutableArray()),
        ]);
    }

    /// <summary>The policy that an account is under; while its effective policy is not valid, AWS keeps the last valid one.</summary>
    public PolicyInForce Declarative(AccountId account) =>
        kept.TryGetValue(account, out var last) ? last : new PolicyInForce(Effective(account).Policy, Organization);

    public EffectivePolicy Effective(AccountId account) => effective.Of(account.Value);

    /// <summary>Takes over what accounts were under before, where their effective policy is not valid now.</summary>
    public void KeepLastValid(PolicyView before)
    {
        if (!Organization.EnabledTypes.Contains(OrganizationPolicyType.DeclarativePolicyEc2))
            return;
        kept = Organization
            .Accounts.Select(a => a.Id)
            .Where(id => !Effective(id).IsValid)
            .ToDictionary(id => id, before.Declarative);
    }

    private CompiledPolicy Compile(OrganizationPolicy policy) => compiled.GetValue(policy, Parse);

    /// <summary>The sandbox takes only valid policies; one of a world file may be none, and then says nothing.</summary>
    private CompiledPolicy Parse(OrganizationPolicy policy)
    {
        var source = SourceText.FromString(policy.Name, Read(policy.Content));
        var read = Reading.Of(bag => PolicyParser.Parse(source, PolicyType.ServiceControlPolicy, bag));
        return new CompiledPolicy(Assumed(read.Value ?? new PolicyDocument([])), policy.Id);
    }

    /// <summary>An operator without `IfExists` is what one of any value is, where the set goes before it.</summary>
    private PolicyDocument Assumed(PolicyDocument document) =>
        assumptions[Assumptions.AnyIfExists] != Assumptions.AnyIfExists.Default
            ? document
            : document with
            {
                Statements =
                [
                    .. document.Statements.Select(s =>
                        s with
                        {
                            Conditions = [.. s.Conditions.Select(WithoutIfExists)],
                        }
                    ),
                ],
            };

    private static Condition WithoutIfExists(Condition condition)
    {
        const string Ending = "IfExists";
        var name = condition.Operator;
        var isOfBoth =
            name.StartsWith("ForAnyValue:", StringComparison.OrdinalIgnoreCase)
            && name.EndsWith(Ending, StringComparison.OrdinalIgnoreCase);
        return isOfBoth ? condition with { Operator = name[..^Ending.Length] } : condition;
    }

    /// <summary>IAM user guide, "Policy variables": `${$}` stands for a dollar sign as such.</summary>
    private string Read(string content) =>
        assumptions[Assumptions.OwnerVariable] == Assumptions.OwnerVariable.Default
            ? content
            : content.Replace("${aws:PrincipalAccount}", "${$}{aws:PrincipalAccount}", StringComparison.Ordinal);
}
