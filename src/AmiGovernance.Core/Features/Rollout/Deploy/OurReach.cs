using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <summary>What decides on images in an account.</summary>
/// <param name="HasDeclarative">Whether a declarative policy of ours is attached above.</param>
/// <param name="Declarative">What is in effect, with the policies of others; null when that governs nothing.</param>
/// <param name="Documents">Our service control policies; empty in the management account, which none reaches.</param>
internal sealed record AccountPolicies(
    bool HasDeclarative,
    DeclarativePolicy? Declarative,
    ImmutableArray<OrganizationPolicy> Documents
)
{
    public AllowedImagesState? State => Declarative?.State;

    /// <summary>Whether the list means something here, be it for marks alone.</summary>
    public bool Governs => State is AllowedImagesState.Enabled or AllowedImagesState.AuditMode;

    public ImmutableArray<Statement> Statements => [.. Documents.SelectMany(d => PolicyContent.Statements(d.Content))];
}

/// <summary>Says what of ours reaches the accounts of an organization.</summary>
internal sealed class OurReach
{
    private readonly OrganizationIndex index;
    private readonly EffectivePolicies effective;
    private readonly HashSet<string> ours;

    /// <param name="organization">As it is, or as it will be.</param>
    /// <param name="desired">Tells which policies are ours.</param>
    public OurReach(Organization organization, DesiredState desired)
    {
        index = OrganizationIndex.Of(organization);
        effective = index.Effective;
        ours = new OurPolicies(organization, desired).All.Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Equal for accounts in which the same policies decide.</summary>
    public string Situation(AccountId account)
    {
        var declarative = index.Levels(account.Value, OrganizationPolicyType.DeclarativePolicyEc2);
        var levels = declarative.Select(level => string.Join(',', level.Select(p => p.Id)));
        return $"{string.Join('/', levels)} {string.Join(',', ServiceControl(account).Select(p => p.Id))}";
    }

    public AccountPolicies In(AccountId account)
    {
        var declarative = index.Levels(account.Value, OrganizationPolicyType.DeclarativePolicyEc2);
        return new AccountPolicies(
            declarative.Any(level => level.Any(IsOurs)),
            effective.Of(account.Value).Policy,
            ServiceControl(account)
        );
    }

    private ImmutableArray<OrganizationPolicy> ServiceControl(AccountId account)
    {
        if (account == index.Organization.ManagementAccount)
            return [];
        var levels = index.Levels(account.Value, OrganizationPolicyType.ServiceControlPolicy);
        return [.. levels.SelectMany(level => level.Where(IsOurs)).DistinctBy(p => p.Id)];
    }

    private bool IsOurs(OrganizationPolicy policy) => ours.Contains(policy.Id);
}
