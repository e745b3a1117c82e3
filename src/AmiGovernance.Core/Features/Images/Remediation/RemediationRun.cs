using System.Collections.Immutable;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>A run that made calls.</summary>
/// <param name="Name">Names it in the log.</param>
/// <param name="MadeGood">Changes of a run that was killed which had their effect and are recorded only now.</param>
/// <param name="Outcomes">What became of each step of the plan.</param>
public sealed record RemediationRun(string Name, int MadeGood, ImmutableArray<StepOutcome> Outcomes)
{
    /// <summary>Whether somebody ended the run before all calls were made.</summary>
    public bool IsInterrupted { get; init; }

    /// <summary>Images that were changed, and are in the log to the end.</summary>
    public int Changed => Outcomes.Count(o => o.IsDone);

    /// <summary>The images of the steps that got so far and no further.</summary>
    public IEnumerable<ImagePlace> With(StepResult result) =>
        Outcomes.Where(o => o.Result == result).Select(o => o.Step.Image);
}
