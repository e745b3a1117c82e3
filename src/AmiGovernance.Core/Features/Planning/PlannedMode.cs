using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>A policy of ours, as far as it tells a mode.</summary>
/// <param name="Targets">Where it is attached, or will be.</param>
internal readonly record struct ModePolicy(
    OrganizationPolicyType Type,
    string Name,
    string Content,
    ImmutableArray<string> Targets
);

/// <summary>What our policies come to.</summary>
/// <param name="Mode">Of the whole; null when our policies are not there.</param>
/// <param name="Stages">The targets that are enforced while the others are in audit mode.</param>
internal sealed record PlannedMode(AllowedImagesState? Mode, ImmutableArray<string> Stages)
{
    /// <summary>What those come to that are attached somewhere.</summary>
    public static PlannedMode In(Organization organization)
    {
        var ours = new OurPolicies(organization, RollbackState.Nothing);
        var telling = ours.All.Select(p => new ModePolicy(p.Type, p.Name, p.Content, [.. ours.TargetsOf(p)]));
        return Of(organization, telling.Where(p => !p.Targets.IsEmpty));
    }

    /// <param name="organization">Tells which policies tell the mode.</param>
    /// <param name="policies">Ours, of both types.</param>
    public static PlannedMode Of(Organization organization, IEnumerable<ModePolicy> policies)
    {
        var telling = policies.Where(p => p.Type == ScpAlone.ModeType(organization)).ToList();
        var isStaged = ScpAlone.In(organization) ? StagedScps(telling) : IsStagedDeclarative;
        var stages = telling.Where(isStaged).SelectMany(p => p.Targets);
        var mode = ScpAlone.In(organization)
            ? ScpAlone.Mode([.. telling.Where(p => !isStaged(p)).Select(p => p.Content)])
            : DeclarativeMode(telling);
        return new PlannedMode(mode, [.. stages.Distinct().Order(StringComparer.Ordinal)]);
    }

    /// <summary>The state of the policy for the whole; of one for stages where there is no other.</summary>
    private static AllowedImagesState? DeclarativeMode(IEnumerable<ModePolicy> declarative) =>
        declarative.OrderBy(IsStagedDeclarative).Select(p => PolicyContent.State(p.Content)).FirstOrDefault();

    private static bool IsStagedDeclarative(ModePolicy policy) =>
        StagedEnforcement.WholeName(policy.Type, policy.Name) is not null;

    /// <summary>A name alone does not tell: a policy for the whole may be called so.</summary>
    private static Func<ModePolicy, bool> StagedScps(IEnumerable<ModePolicy> policies)
    {
        var names = policies.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        return policy => StagedEnforcement.WholeScpName(policy.Name) is { } whole && names.Contains(whole);
    }
}
