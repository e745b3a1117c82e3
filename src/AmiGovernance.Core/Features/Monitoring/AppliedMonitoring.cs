using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>How far a plan was carried out.</summary>
/// <param name="StepsDone">Each is in the record.</param>
/// <param name="Failure">What AWS refused; null when nothing was.</param>
public sealed record AppliedMonitoring(int StepsDone, AwsFailure? Failure)
{
    /// <summary>Whether somebody ended the run between two steps.</summary>
    public bool IsInterrupted { get; init; }
}
