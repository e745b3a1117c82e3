using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>A run that made calls.</summary>
/// <param name="Name">Names it in the log.</param>
/// <param name="MadeGood">Changes of a run that was killed which had their effect and are recorded only now.</param>
/// <param name="Outcomes">What became of each step of the plan.</param>
public sealed record RemediationRun(string Name, int MadeGood, ImmutableArray<StepOutcome> Outcomes)
{
    /// <summary>Whether somebody ended the run before all calls were made.</summary>
    public bool IsInterrupted { get; init; }

    /// <summary>Images that were changed.</summary>
    public int Changed => Outcomes.Count(o => o.IsChanged);
}
