using System.Collections.Immutable;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <summary>What somebody says yes or no to. Whoever asks has shown it before.</summary>
/// <param name="Calls">In their order.</param>
/// <param name="ModeBefore">Null when our policies are not there yet.</param>
/// <param name="ModeAfter">Null when they will not be there.</param>
/// <param name="StagesBefore">The targets that are enforced while the others are in audit mode.</param>
/// <param name="StagesAfter">Those that will be.</param>
/// <param name="Meaning">How decisions change; null when that is not known.</param>
/// <param name="Accounts">Where launches begin to be blocked, and where they no longer are.</param>
/// <param name="Weaker">What is let through that was not and that no reviewed entry wants.</param>
public sealed record DeploymentQuestion(
    DeploymentKind Kind,
    string OrganizationId,
    ImmutableArray<PlanStep> Calls,
    AllowedImagesState? ModeBefore,
    AllowedImagesState? ModeAfter,
    ImmutableArray<string> StagesBefore,
    ImmutableArray<string> StagesAfter,
    MeaningDifference? Meaning,
    AffectedAccounts Accounts,
    ImmutableArray<Weakening> Weaker
)
{
    /// <summary>The run that broke off and is recorded as ended; null when there is none.</summary>
    public string? Closes { get; init; }

    /// <summary>The run that may be at work and is stopped; null when there is none.</summary>
    public string? Stops { get; init; }
}
