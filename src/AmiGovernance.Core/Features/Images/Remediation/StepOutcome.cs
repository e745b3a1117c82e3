namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>What became of a step.</summary>
/// <param name="IsChanged">Changed, read back and as planned.</param>
/// <param name="IsRecorded">In the log to its end.</param>
/// <param name="Problem">What went wrong with the image; null when nothing did, or when it was not tried.</param>
public sealed record StepOutcome(RemediationStep Step, bool IsChanged, bool IsRecorded, string? Problem)
{
    public bool IsDone => IsChanged && IsRecorded;
}
