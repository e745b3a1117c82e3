using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Planning;

public enum ApplyOutcome
{
    Done,

    /// <summary>The organization is not as it was when the plan was made.</summary>
    Stale,

    /// <summary>A call failed; what was done is recorded, and another run goes on from there.</summary>
    Failed,

    /// <summary>An entry could not be written; the call before it was made.</summary>
    Unrecorded,

    /// <summary>Somebody ended the run between two calls; another run goes on from there.</summary>
    Interrupted,

    /// <summary>Another clone deploys at the same time.</summary>
    Overtaken,
}

/// <summary>Another deployment that was at work at the same time, and that this one was not stopped by.</summary>
/// <param name="Text">Which one, and what it did then, in a sentence.</param>
/// <param name="IsHere">Whether the record here holds it, so that it has two ends.</param>
public sealed record Beside(string Text, bool IsHere);

/// <summary>How the calls of a plan went.</summary>
/// <param name="StepsDone">Of this run.</param>
/// <param name="Problem">What stopped it, or what the refused call was for; may be empty.</param>
public sealed record ApplyResult(ApplyOutcome Outcome, int StepsDone, string Problem)
{
    /// <summary>The call that AWS refused; null when something else stopped it.</summary>
    public AwsFailure? Failure { get; init; }

    /// <summary>The number of the call that another run goes on with; 0 where that is not known.</summary>
    public int NextCall { get; init; }

    /// <summary>Who deployed at the same time, of a run that is done all the same; null for nobody who is known of.</summary>
    public Beside? Beside { get; init; }

    /// <summary>All that is known of what stopped it, in one sentence.</summary>
    public string Detail => Failure is null ? Problem : WithFailure(AwsDiagnostics.Message(Failure));

    private string WithFailure(string message) => Problem.Length == 0 ? message : $"{Problem}: {message}";
}
