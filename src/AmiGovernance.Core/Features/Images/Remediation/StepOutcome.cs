namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>How far a step got.</summary>
public enum StepResult
{
    /// <summary>Nothing was begun: the run was interrupted, or the log could not be written.</summary>
    NotTried,

    /// <summary>Changed, read back as planned, and in the log.</summary>
    Done,

    /// <summary>Changed and read back as planned; the log lacks its end, which the next run adds.</summary>
    NotRecorded,

    /// <summary>Nothing was changed.</summary>
    Failed,

    /// <summary>The call may have been made; what AWS shows is not as planned.</summary>
    Unknown,
}

/// <summary>What became of a step.</summary>
/// <param name="Problem">What went wrong with the image; null when nothing did, or when it was not tried.</param>
public sealed record StepOutcome(RemediationStep Step, StepResult Result, string? Problem = null)
{
    public bool IsDone => Result == StepResult.Done;
}
