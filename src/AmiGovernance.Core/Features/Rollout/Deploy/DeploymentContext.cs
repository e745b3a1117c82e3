using System.Collections.Immutable;
using AmiGovernance.Core.Features.Planning;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <param name="Who">The ARN that AWS knows the caller by.</param>
/// <param name="Why">A reason or ticket; may be empty.</param>
/// <param name="Deployment">Names the run in the record.</param>
internal sealed record DeploymentContext(string Who, string Why, string Deployment)
{
    /// <summary>The record tells, so that the next rollback does not undo a rollback.</summary>
    public DeploymentPurpose Purpose { get; init; }

    /// <summary>Goes on with the run where it breaks off: such as `apply`.</summary>
    public string Command { get; init; } = "";

    /// <summary>The gates of a promotion that were passed; they are recorded with it.</summary>
    public ImmutableArray<Gate> Gates { get; init; } = [];

    /// <summary>The call of an earlier run that the record lacks and that was found in AWS; null when there is none.</summary>
    public PlanStep? Lost { get; init; }

    /// <summary>What somebody took the responsibility for.</summary>
    public ImmutableArray<string> Accepted { get; init; } = [];
}
