using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>The runbook's outcomes of an analysed violation.</summary>
public enum TriageOutcome
{
    /// <summary>Legitimate workload: an exception, or a way to approved images.</summary>
    Legitimate,

    /// <summary>Work with the team to remediate.</summary>
    Violation,

    /// <summary>Nothing to do.</summary>
    Noise,
}

public enum TriageState
{
    Open,

    /// <summary>Done: the exception is there, the team has moved, or there was nothing to do.</summary>
    Closed,
}

public static class TriageNames
{
    public static readonly EnumNames<TriageOutcome> Outcomes = new(
        (TriageOutcome.Legitimate, "legitimate"),
        (TriageOutcome.Violation, "violation"),
        (TriageOutcome.Noise, "noise")
    );

    public static readonly EnumNames<TriageState> States = new(
        (TriageState.Open, "open"),
        (TriageState.Closed, "closed")
    );

    public static string Name(this TriageOutcome outcome) => Outcomes.Of(outcome);

    public static string Name(this TriageState state) => States.Of(state);
}
