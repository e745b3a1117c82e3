using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>The calls that bring an organization from what was read to what is wanted, in an order that is safe at every moment.</summary>
public sealed record Plan(string OrganizationId, string RootId, ImmutableArray<PlanStep> Steps)
{
    /// <summary>The mode before; null when our policies are not there yet.</summary>
    public AllowedImagesState? ModeBefore { get; init; }

    public AllowedImagesState? ModeAfter { get; init; }

    /// <summary>As in <see cref="DesiredState.Targets"/>.</summary>
    public ImmutableArray<string> Targets { get; init; } = [];

    /// <summary>The targets that are enforced while the mode of the others is audit mode; see <see cref="StagedEnforcement"/>.</summary>
    public ImmutableArray<string> StagesBefore { get; init; } = [];

    public ImmutableArray<string> Stages { get; init; } = [];

    /// <summary>The accounts in which a promotion begins to block launches: one that came meanwhile was in no review.</summary>
    public ImmutableArray<string> Accounts { get; init; } = [];

    /// <summary>
    /// Fingerprints of what was read, as far as the plan rests on it, and of the state after each step. An organization in none
    /// of these states makes the plan stale; in a later one, an earlier run has come so far.
    /// </summary>
    public required ImmutableArray<string> States { get; init; }

    /// <summary>What was read, as far as the plan rests on it; empty in files of older versions.</summary>
    public StateFacts Read { get; init; } = StateFacts.None;

    public bool IsEmpty => Steps.IsEmpty;

    /// <summary>Whether launches that were not blocked will be.</summary>
    public bool Enforces =>
        (ModeAfter == AllowedImagesState.Enabled && ModeBefore != AllowedImagesState.Enabled)
        || Stages.Except(StagesBefore).Any();

    /// <summary>Whether our policies will no longer block launches that they block now.</summary>
    public bool EndsEnforcement =>
        ModeAfter != AllowedImagesState.Enabled
        && (ModeBefore == AllowedImagesState.Enabled || StagesBefore.Except(Stages).Any());

    /// <summary>How many steps an earlier run has taken; null when the plan is stale.</summary>
    /// <param name="observed">The organization as it is now.</param>
    /// <param name="desired">Tells which policies are ours.</param>
    public int? StepsDone(Organization observed, DesiredState desired)
    {
        if (observed.Id != OrganizationId)
            return null;
        var state = States.IndexOf(new OurPolicies(observed, desired).Facts().Fingerprint());
        return state < 0 ? null : state;
    }

    /// <summary>What changed since the plan was made, a sentence each; empty when the plan does not tell.</summary>
    /// <param name="observed">The organization as it is now.</param>
    /// <param name="desired">Tells which policies are ours.</param>
    internal ImmutableArray<string> ChangedSince(Organization observed, DesiredState desired)
    {
        if (observed.Id != OrganizationId)
            return [$"the plan is of {OrganizationId}, the caller is in {observed.Id}"];
        return Read.Values.IsEmpty ? [] : Read.Changes(new OurPolicies(observed, desired).Facts());
    }

    /// <summary>The organization as it is once all steps are taken; those that are done already change nothing.</summary>
    public Organization ApplyTo(Organization observed) =>
        Steps.Aggregate(observed, (state, step) => step.ApplyTo(state));
}

/// <param name="Plan">Null when there are problems.</param>
/// <param name="Problems">Why nothing may be planned, each with a way out.</param>
public sealed record PlanResult(Plan? Plan, ImmutableArray<string> Problems);
