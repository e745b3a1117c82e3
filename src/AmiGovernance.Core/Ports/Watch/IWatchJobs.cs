namespace AmiGovernance.Core.Ports.Watch;

/// <summary>The commands that are run on a schedule.</summary>
public interface IWatchJobs
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="name">Of a job of the schedule.</param>
    /// <param name="time">The right time, which that of the machine need not be.</param>
    /// <param name="cancel">Ends the run.</param>
    Task<JobResult> Run(string name, TimeProvider time, CancellationToken cancel);
}

/// <summary>How a job ended.</summary>
/// <param name="Outcome">Whether there is anything to tell.</param>
/// <param name="Text">What it printed: from outside in part, and not escaped.</param>
public sealed record JobResult(JobOutcome Outcome, string Text);

public enum JobOutcome
{
    /// <summary>Done, and nothing is wrong.</summary>
    Fine,

    /// <summary>Done, and somebody must do something.</summary>
    Findings,

    /// <summary>Not done: it is tried again soon.</summary>
    NotDone,
}
