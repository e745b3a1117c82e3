using System.Collections.Immutable;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <summary>
/// Proves that the policies of an organization do what the configuration means. It is given the organization as a plan will leave it, so
/// that what is proven is what the calls bring, whatever file they come from.
/// </summary>
internal sealed class ProveDeployment
{
    private readonly GovernanceConfig config;
    private readonly Organization after;
    private readonly DateOnly today;
    private readonly OrganizationIndex index;
    private readonly ImmutableArray<string> stages;

    private ProveDeployment(GovernanceConfig config, Organization after, DateOnly today)
    {
        this.config = config;
        this.after = after;
        this.today = today;
        index = OrganizationIndex.Of(after);
        stages = StagedEnforcement.StagesOf(after, config.Policy);
    }

    /// <param name="config">Says what the policies must do.</param>
    /// <param name="after">The organization once all calls are made.</param>
    /// <param name="today">Exceptions count as of this day (UTC).</param>
    public static DeploymentProof Run(GovernanceConfig config, Organization after, DateOnly today) =>
        new ProveDeployment(config, after, today).Run();

    /// <summary>Stages and the rest are under other policies of ours, and each part is proven for its own.</summary>
    private DeploymentProof Run()
    {
        var isStaged = after.Accounts.ToLookup(a => index.PathTo(a.Id.Value).Any(stages.Contains));
        var rest = Prove(isStaged[false], Managed.Where(p => !IsForStages(p)));
        if (stages.IsEmpty)
            return new DeploymentProof(rest, []);
        var staged = Prove(isStaged[true], Managed.Where(p => IsForStages(p) || !IsDeclarative(p)));
        return new DeploymentProof(Both(rest, staged), [.. staged.Groups.Where(IsNotReached)]);
    }

    /// <summary>No service control policy reaches the management account: where there is nothing else, nothing is claimed of it.</summary>
    private bool IsNotReached(AccountGroup group) =>
        !group.Covered && !(ScpAlone.In(after) && group.Accounts.Contains(after.ManagementAccount));

    private IEnumerable<OrganizationPolicy> Managed => after.Policies.Where(OurPolicies.IsManaged);

    private bool IsForStages(OrganizationPolicy policy) => StagedEnforcement.IsForStages(policy, config.Policy);

    private static bool IsDeclarative(OrganizationPolicy policy) =>
        policy.Type == OrganizationPolicyType.DeclarativePolicyEc2;

    private OrganizationProofResult Prove(
        IEnumerable<OrganizationAccount> accounts,
        IEnumerable<OrganizationPolicy> policies
    )
    {
        var ours = policies.ToList();
        var declarative = ours.FirstOrDefault(IsDeclarative)?.Content ?? "";
        ImmutableArray<string> scps = [.. ours.Where(p => !IsDeclarative(p)).Select(p => p.Content)];
        return OrganizationProof.Run(
            new OrganizationProofInput(
                config,
                after with
                {
                    Accounts = [.. accounts],
                },
                [.. ours.Select(p => p.Id)],
                [.. scps.SelectMany(content => PolicyContent.Statements(content))],
                PolicyContent.Declarative(declarative) ?? WithoutDeclarative(scps),
                FirstUnlocked(declarative),
                new DateTimeOffset(today.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
            )
            {
                Index = index,
            }
        );
    }

    /// <summary>Where there can be no declarative policy, the launch denies alone tell what is enforced.</summary>
    private DeclarativePolicy WithoutDeclarative(ImmutableArray<string> scps) =>
        new() { State = ScpAlone.In(after) ? ScpAlone.Mode(scps) : null };

    /// <summary>
    /// While a stage stands below a policy, its state is open on purpose (docs/decisions/0011-staged-enforcement.md): the proof looks at
    /// the policies that are there, and every other node must be locked.
    /// </summary>
    private string? FirstUnlocked(string declarative)
    {
        if (!stages.IsEmpty && PolicyContent.State(declarative) is { } state)
            declarative = PolicyContent.WithState(declarative, state, openToChildren: false);
        return PolicyContent.FirstUnlocked(declarative);
    }

    private static OrganizationProofResult Both(OrganizationProofResult rest, OrganizationProofResult staged)
    {
        // Not applicable in one part says nothing of the other.
        var guarantees = rest
            .Guarantees.Concat(staged.Guarantees)
            .GroupBy(g => g.Number)
            .Select(g => g.MinBy(result => Rank(result.Outcome)))
            .OfType<GuaranteeResult>()
            .OrderBy(g => g.Number);
        return new OrganizationProofResult([.. guarantees], [.. rest.Groups, .. staged.Groups]);
    }

    private static int Rank(ProofOutcome outcome) =>
        outcome switch
        {
            ProofOutcome.Refuted => 0,
            ProofOutcome.NotProven => 1,
            ProofOutcome.Proven => 2,
            _ => 3,
        };
}
